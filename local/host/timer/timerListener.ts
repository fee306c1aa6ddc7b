import { z } from 'zod';
import type { FunctionDefinition } from '../functionDefinition';
import type { HostContext } from '../hostContext';
import type { Listener } from '../listener';
import { json } from '../typedData';
import { createSingletonLock } from './singletonLock';
import { timerSchedule } from './timerSchedule';
import { type TimerStatus, parseTimerStatus, statusAfterRun, statusAtStart } from './timerStatus';

const optionsSchema = z.object({
  schedule: z.string().min(1),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});

/** Node's timers end at 24.8 days; a longer wait is cut into pieces. */
const longestWait = 3_600_000;
const lockRetryInterval = 60_000;

export function timerInput(schedule: { isPastDue: boolean; status: TimerStatus | undefined }): ReturnType<typeof json> {
  return json({
    Schedule: { AdjustForDST: true },
    ScheduleStatus: schedule.status ?? null,
    IsPastDue: schedule.isPastDue,
  });
}

/** Runs one function on its schedule, one run at a time; missed runs are not replayed but for one at the start. */
export function createTimerListener(definition: FunctionDefinition, host: HostContext): Listener {
  const { schedule: expression, runOnStartup, useMonitor } = optionsSchema.parse(definition.trigger);
  const schedule = timerSchedule(expression, host.settings.get('WEBSITE_TIME_ZONE'));
  const monitored = useMonitor && !schedule.isFrequent;
  const name = `Host.Functions.${definition.name}`;
  const statusPath = `timers/${host.hostId}/${name}/status`;
  const log = (level: 'information' | 'warning' | 'error', text: string): void =>
    host.log(level, 'Host.Triggers.Timer', `${definition.name}: ${text}`, definition.name);
  const lock = createSingletonLock(host.blobs, `locks/${host.hostId}/${name}.Listener`, host.ownerId, (error) =>
    log('warning', `its lock was not renewed: ${String(error)}`),
  );
  let status: TimerStatus | undefined;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  let stopped = false;

  async function save(next: TimerStatus): Promise<void> {
    status = next;
    await host.blobs.write(statusPath, JSON.stringify(next));
  }

  async function run(due: Date, isPastDue: boolean): Promise<void> {
    const started = new Date();
    const work = { input: timerInput({ isPastDue, status }), metadata: {}, bindingData: {} };
    const outcome = await host.dispatcher.run(definition, work);
    if (monitored && outcome.status !== 'stopped') await save(statusAfterRun(due, schedule, started));
  }

  function schedulePiece(due: Date): void {
    if (stopped) return;
    const remaining = due.getTime() - Date.now();
    const fire = (): void => {
      current = run(due, false)
        .catch((error: unknown) => log('error', `its status could not be saved: ${String(error)}`))
        .finally(() => schedulePiece(schedule.next(later(new Date(), due))));
    };
    timer =
      remaining > longestWait
        ? setTimeout(() => schedulePiece(due), longestWait)
        : setTimeout(fire, Math.max(0, remaining));
  }

  async function begin(): Promise<void> {
    const now = new Date();
    let missed = false;
    if (monitored) {
      const stored = parseTimerStatus(await host.blobs.read(statusPath));
      const start = statusAtStart(stored, schedule, now);
      missed = start.isPastDue;
      status = start.status;
      if (start.status !== stored) await save(start.status);
    }
    const first = missed || runOnStartup ? run(now, missed) : Promise.resolve();
    current = first
      .catch((error: unknown) => log('error', `its status could not be saved: ${String(error)}`))
      .finally(() => schedulePiece(schedule.next(new Date())));
  }

  async function waitForLock(): Promise<void> {
    if (stopped) return;
    if (await lock.acquire()) return begin();
    log('information', 'another host runs it');
    const again = (): void =>
      void waitForLock().catch((error: unknown) => {
        log('error', `its lock could not be taken: ${String(error)}`);
        timer = setTimeout(again, lockRetryInterval);
      });
    timer = setTimeout(again, lockRetryInterval);
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearTimeout(timer);
    await current;
    await lock.release();
  }

  async function start(): Promise<void> {
    stopped = false;
    await waitForLock();
  }
  return { start, stop, idle: () => Promise.resolve(true) };
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);
