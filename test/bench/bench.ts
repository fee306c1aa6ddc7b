import { rmSync } from 'node:fs';
import type { BenchOptions } from './benchOptions';
import { type AppRuns, type Figures, figuresOf } from './figures';
import { type MixName, mixes } from './mixes';
import { openApp, type OpenApp } from './openApp';
import { baselineFolder, freshPlace, projectFolder } from './place';
import { measurePurePath } from './purePath';
import { readBack, type Stored } from './readBack';
import { startServices } from './services';
import { table } from './table';

/** Measures each mix by itself, in a new place. Answers the figures as text. */
export async function bench({ mixes: names, json, ...size }: BenchOptions): Promise<string> {
  const figures: Figures[] = [];
  for (const name of names) figures.push(await benchMix(name, size));
  return json ? JSON.stringify(figures, null, 2) : figures.map(table).join('\n\n');
}

/**
 * One run of everything: the baseline and the app in turns, on the same host program and the same endpoints, then the pure
 * path. Throws when an event is missing from the store or stands in it twice.
 */
async function benchMix(mix: MixName, { events, rounds }: Pick<BenchOptions, 'events' | 'rounds'>): Promise<Figures> {
  const { eventsIn } = mixes[mix];
  const options = await freshPlace();
  let broken: (error: Error) => void = () => undefined;
  const fails = new Promise<never>((_, failed) => (broken = failed));
  const fail = (reason: string) => broken(new Error(reason));
  const sizes = [Math.ceil(events / 2), ...Array<number>(rounds).fill(events)];

  const measure = async () => {
    const services = await startServices(options, fail);
    // Nobody reads the hub `export` otherwise.
    const ten = { folder: baselineFolder(options.data), hub: 'export', counts: (messages: number) => messages };
    const baseline = await openApp(services, ten, { mix, firstRun: 1, runs: sizes }, fail);
    const whole = { folder: projectFolder, hub: 'telemetry', counts: eventsIn };
    const app = await openApp(services, whole, { mix, firstRun: 1 + sizes.length, runs: sizes }, fail);
    const runs = await inTurns(baseline, app, sizes);
    await Promise.all([baseline.stop(), app.stop()]);
    const stored = await readBack(services.cosmos);
    await services.stop();
    return { ...runs, stored };
  };
  const measured = await Promise.race([measure(), fails]);
  rmSync(options.data, { recursive: true, force: true });
  checkComplete(measured.stored, sizes.map(eventsIn));
  return figuresOf({ mix, ...measured, pure: await measurePurePath(mixes[mix]) });
}

/** What else the machine does then falls on both alike. The first turn only warms up. */
async function inTurns(baseline: OpenApp, app: OpenApp, sizes: number[]): Promise<{ baseline: AppRuns; app: AppRuns }> {
  const [base, own]: [AppRuns, AppRuns] = [
    { startMs: baseline.startMs, runs: [] },
    { startMs: app.startMs, runs: [] },
  ];
  for (const messages of sizes) {
    base.runs.push(await baseline.run(messages));
    own.runs.push(await app.run(messages));
  }
  base.runs.shift();
  own.runs.shift();
  return { baseline: base, app: own };
}

function checkComplete(stored: Stored, sent: number[]): void {
  const expected = sent.reduce((sum, events) => sum + events, 0);
  if (stored.events === expected && stored.distinct === expected) return;
  throw new Error(`${expected} events were sent; the store holds ${stored.events}, ${stored.distinct} distinct`);
}
