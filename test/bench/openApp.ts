import { join } from 'node:path';
import { startChild } from '../../local/start/child';
import { createArrivals } from './arrivals';
import type { SenderSettings, Sent } from './sender';
import type { Services } from './services';

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
  hub: string;
  /** What the app counts of a number of messages: themselves, or the events in them. */
  counts(messages: number): number;
}

export interface OpenApp {
  /** Milliseconds from spawning the host's process to listening. */
  startMs: number;
  /** Sends that many messages from another process and waits until they are done. */
  run(messages: number): Promise<Run>;
  stop(): Promise<void>;
}

/** Starts the host of `npm start` on an app, and a sender for the hub that it reads. */
export async function openApp(
  services: Services,
  app: AppUnderTest,
  sending: Omit<SenderSettings, 'hubs' | 'hub'>,
  fail: (reason: string) => void,
): Promise<OpenApp> {
  const arrivals = createArrivals();
  const spawned = Date.now();
  const host = await services.startHost(app, (message) => arrivals.read(message));
  const startMs = Date.now() - spawned;
  const sender = await startChild(
    'sender',
    { hubs: services.hubs, hub: app.hub, ...sending },
    { logFile: join(services.data, 'sender.log'), event: () => undefined, exit: fail },
  );

  async function counters() {
    const cosmos = (await services.part.ask('charges')) as Run['cosmos'];
    return { cosmos, cpuSeconds: (await host.ask('cpuSeconds')) as number, batches: arrivals.batches() };
  }

  async function run(messages: number): Promise<Run> {
    await sender.ask('prepare');
    const before = await counters();
    const done = arrivals.until(app.counts(messages));
    const { startedAt } = (await sender.ask('send')) as Sent;
    const seconds = ((await done) - startedAt) / 1000;
    const after = await counters();
    return {
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
    };
  }

  return { startMs, run, stop: async () => void (await Promise.all([sender.stop(), host.stop()])) };
}
