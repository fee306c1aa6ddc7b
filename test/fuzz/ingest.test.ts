import fc from 'fast-check';
import { hostileBody } from './hostileBody';
import { createWorld, shippedDetectors } from './ingestWorld';

/** `FUZZ_SEED=random` takes a new one, any number that one. */
const asked = process.env['FUZZ_SEED'] ?? '20261121';
const seed = asked === 'random' ? Date.now() % 2 ** 31 : Number(asked);

const perBatch = 20;
const batches = 250;

test(`${perBatch * batches} hostile bodies never throw out of a batch, and received = stored + duplicates + quarantined (seed ${seed})`, async () => {
  const detectors = shippedDetectors();
  const sums = { received: 0, stored: 0, duplicates: 0, quarantined: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(hostileBody, { minLength: perBatch, maxLength: perBatch }), async (bodies) => {
      const summary = await createWorld(detectors)(bodies);
      for (const name of ['received', 'stored', 'duplicates', 'quarantined'] as const) sums[name] += summary[name];
    }),
    { seed, numRuns: batches },
  );
  process.stdout.write(`fuzz, seed ${seed}: ${JSON.stringify(sums)}\n`);
  expect(Math.min(sums.stored, sums.duplicates, sums.quarantined)).toBeGreaterThan(100);
}, 120_000);
