import { join } from 'node:path';
import { startChild } from '../../local/start/child';
import { createArrivals } from './arrivals';
import type { SenderSettings } from './sender';
import type { Sent } from './sender';
import type { Services } from './services';

export interface AppRuns {
  /** Milliseconds from spawning the host's process to listening. */
  startMs: number;
  runs: Run[];
}

export interface Run {
  messages: number;
  /** First send to last one done. */
  seconds: number;
  /** Of the host's process. */
  cpuSeconds: number;
  /** Calls of the handler. */
  batches: number;
  /** Resident memory of the host's process at the end. */
  bytes: number;
  cosmos: { requests: number; requestUnits: number; writes: number };
}

export interface AppUnderTest {
  folder: string;
  /** What the app counts of a number of messages: itself, or the events in them. */
  counts(messages: number): number;
}

/** Starts the host on an app, sends it every run by another process, and waits for each to be done. The first run only warms up. */
export async function measureApp(
  services: Services,
  app: AppUnderTest,
  sending: SenderSettings & { data: string },
  fail: (reason: string) => void,
): Promise<AppRuns> {
  const arrivals = createArrivals();
  const spawned = Date.now();
  const host = await services.startHost(app.folder, (message) => arrivals.read(message));
  const startMs = Date.now() - spawned;
  const { data, ...settings } = sending;
  const sender = await startChild('sender', settings, {
    logFile: join(data, 'sender.log'),
    event: () => undefined,
    exit: fail,
  });
  const runs: Run[] = [];
  for (const messages of sending.runs) {
    await sender.ask('prepare');
    const before = await counters();
    const done = arrivals.until(app.counts(messages));
    const { startedAt } = (await sender.ask('send')) as Sent;
    const seconds = ((await done) - startedAt) / 1000;
    const after = await counters();
    runs.push({
      messages,
      seconds,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      batches: after.batches - before.batches,
      bytes: (await host.ask('memory')) as number,
      cosmos: {
        requests: after.cosmos.requests - before.cosmos.requests,
        requestUnits: after.cosmos.requestUnits - before.cosmos.requestUnits,
        writes: after.cosmos.writes - before.cosmos.writes,
      },
    });
  }
  await Promise.all([sender.stop(), host.stop()]);
  return { startMs, runs: runs.slice(1) };

  async function counters() {
    const cosmos = (await services.part.ask('charges')) as Run['cosmos'];
    return { cosmos, cpuSeconds: (await host.ask('cpuSeconds')) as number, batches: arrivals.batches() };
  }
}
