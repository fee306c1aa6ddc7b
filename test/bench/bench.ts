import { rmSync } from 'node:fs';
import type { BenchOptions } from './benchOptions';
import { figuresOf } from './figures';
import { measureApp } from './measureApp';
import { baselineFolder, freshPlace, projectFolder } from './place';
import { measurePurePath } from './purePath';
import { readBack } from './readBack';
import { startServices } from './services';
import { table } from './table';
import { eventsIn } from './telemetryMix';

/**
 * One run of everything: the baseline, then the app, on the same host program and the same endpoints, then the pure path.
 * Answers the figures as text. Throws when an event is missing from the store or stands in it twice.
 */
export async function bench({ events, rounds, json }: BenchOptions): Promise<string> {
  const options = await freshPlace();
  let broken: (error: Error) => void = () => undefined;
  const fails = new Promise<never>((_, failed) => (broken = failed));
  const fail = (reason: string) => broken(new Error(reason));
  const sizes = [Math.ceil(events / 2), ...Array<number>(rounds).fill(events)];

  const measure = async () => {
    const services = await startServices(options, fail);
    try {
      const sending = { hubs: services.hubs, data: options.data, runs: sizes };
      const baseline = await measureApp(
        services,
        { folder: baselineFolder(options.data), counts: (messages) => messages },
        { ...sending, firstRun: 1 },
        fail,
      );
      const app = await measureApp(
        services,
        { folder: projectFolder, counts: eventsIn },
        { ...sending, firstRun: 1 + sizes.length },
        fail,
      );
      const expected = sizes.reduce((sum, messages) => sum + eventsIn(messages), 0);
      const stored = await readBack(services.cosmos);
      if (stored.events !== expected || stored.distinct !== expected) {
        throw new Error(`${expected} events were sent; the store holds ${stored.events}, ${stored.distinct} distinct`);
      }
      return { baseline, app, stored };
    } finally {
      await services.stop();
    }
  };
  const measured = await Promise.race([measure(), fails]);
  rmSync(options.data, { recursive: true, force: true });
  const figures = figuresOf({ ...measured, pure: await measurePurePath() });
  return json ? JSON.stringify(figures, null, 2) : table(figures);
}
