import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { hostileBody } from '../fuzz/hostileBody';
import { createWorld, shippedDetectors } from '../fuzz/ingestWorld';

/**
 * Feeds hostile bodies through the real flow, each batch twice, and compares what it says with what it stored. Ends with 1 and the
 * bodies of the batch at the first violation. Equal seeds give equal bodies.
 */
const { values } = parseArgs({
  options: { bodies: { type: 'string', default: '200000' }, seed: { type: 'string' } },
});
const total = Number(values.bodies);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const perBatch = 50;
/** A store in memory grows: each part of the run has its own. */
const perPart = 2_000;

void run();

async function run(): Promise<void> {
  console.log(`${total.toLocaleString('en')} bodies, seed ${seed}`);
  const detectors = shippedDetectors();
  const sums = { bodies: 0, bytes: 0, received: 0, stored: 0, duplicates: 0, quarantined: 0, events: 0, alerts: 0 };
  const started = Date.now();
  while (sums.bodies < total) {
    const bodies = fc.sample(hostileBody, {
      seed: seed + sums.bodies,
      numRuns: Math.min(perPart, total - sums.bodies),
    });
    const ingest = createWorld(detectors);
    for (let at = 0; at < bodies.length; at += perBatch) {
      const batch = bodies.slice(at, at + perBatch);
      const summary = await ingest(batch).catch((error: unknown) => fail(error, batch));
      for (const name of ['received', 'stored', 'duplicates', 'quarantined', 'events', 'alerts'] as const) {
        sums[name] += summary[name];
      }
      sums.bytes += batch.reduce((sum, { length }) => sum + length, 0);
    }
    sums.bodies += bodies.length;
    if (sums.bodies % 20_000 === 0) console.log(JSON.stringify(sums));
  }
  const seconds = (Date.now() - started) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(`${seconds.toFixed(0)} s, at most ${megabytes.toFixed(0)} MB; no batch failed, every sum held`);
}

function fail(error: unknown, batch: Buffer[]): never {
  console.error(`Violated with seed ${seed}:`, error);
  console.error(JSON.stringify(batch.map((body) => body.toString('base64'))));
  process.exit(1);
}
