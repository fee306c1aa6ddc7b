import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createIngest } from '../../shared/flows/ingestTelemetry';
import { memoryPorts } from '../doubles/memoryPorts';
import { batchOf, messagesOf, storedEvents, units } from '../flows/support/ingestWorld';

/** Pieces that each carry a marker, whole or damaged; the marker comes early, so that a cut does not take it away. */
const pieces: ((marker: string) => string)[] = [
  (marker) => JSON.stringify({ marker, time: '2026-11-21T08:00:00Z', message: 'a, "b" {c} [d]' }),
  (marker) => `{"marker":"${marker}","cut`,
  (marker) => `{"marker":"${marker}","a":{"b":[1,2}`,
  (marker) => `{'marker':'${marker}','text':'it's ok'}`,
  (marker) => `{"category":"x","properties": {'marker':'${marker}','level':2}}`,
  (marker) => JSON.stringify({ records: [{ marker }] }),
  (marker) => JSON.stringify([{ marker }, null, {}]),
  (marker) => JSON.stringify(`{"marker":"${marker}"}`),
  (marker) => JSON.stringify(marker),
  (marker) => `<34>Nov 21 08:00:00 web-1 su[7]: ${marker}`,
  (marker) => `CEF:0|Example|Door|1|${marker}|Opened|3|src=192.0.2.4 msg=a=b`,
  (marker) => `[error] ${marker}`,
  (marker) => `[[[[[[{"marker":"${marker}"}]]]]]]`,
];
const envelopes: ((all: string[]) => string | Buffer)[] = [
  (all) => all.join('\n'),
  (all) => all.join('\r\n\r\n'),
  (all) => `[${all.join(',')}]`,
  (all) => `{"records":[${all.join(',\n')}]}`,
  (all) => `{"records":[${all.join(',')}`,
  (all) => all.join(',\n'),
  (all) => gzipSync(all.join('\n')),
  (all) => Buffer.from(`\ufeff${all.join('\n')}`, 'utf16le'),
  (all) => JSON.stringify(all),
  (all) => JSON.stringify({ records: all }),
  (all) => `Plugin ID,CVE,Host,Name\n${all.map((one) => `7,,web-1,"${one.replaceAll('"', '""')}"`).join('\n')}`,
  (all) => `Plugin ID,CVE,Host,Name\n${all.join('\n')}`,
];
const body = fc.tuple(
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }),
  fc.constantFrom(...envelopes),
);

/** A body that could not be split is kept as it was sent. */
const textsOf = (raw: Buffer): string =>
  `${raw.toString()} ${raw.toString('utf16le')} ${raw[0] === 0x1f ? gunzipSync(raw).toString() : ''}`;

test('whatever is damaged beside it, every marker that was sent is stored or in quarantine', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 8 }), async (sent) => {
      const world = memoryPorts();
      let next = 10_000;
      const bodies = sent.map(([all, wrap]) => wrap(all.map((piece) => piece(`mk${next++}`))));
      const summary = await createIngest(world.ports, units)(batchOf(messagesOf(bodies)));
      expect(summary.stored + summary.duplicates + summary.quarantined).toBe(summary.received);
      const stored = JSON.stringify(await storedEvents(world.pages));
      const parked = Array.from(world.quarantine.values(), ({ raw }) => textsOf(raw));
      const found = new Set(`${stored}${parked.join('')}`.match(/mk\d{5}/g));
      const markers = Array.from({ length: next - 10_000 }, (_, at) => `mk${10_000 + at}`);
      expect(markers.filter((marker) => !found.has(marker))).toEqual([]);
    }),
    { numRuns: 500 },
  );
}, 120_000);
