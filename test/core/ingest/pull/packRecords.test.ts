import * as fc from 'fast-check';
import { packRecords } from '../../../../shared/core/ingest/pull/packRecords';

test('no record makes no body', () => {
  expect(packRecords([], 100)).toEqual([]);
});

test('all records come in their order, and no body is larger than asked for but for a single record', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 20, max: 200 }), (values, most) => {
      const records = values.map((value) => JSON.stringify({ value }));
      const bodies = packRecords(records, most);
      const found = bodies.map((body) => (JSON.parse(body) as { records: { value: string }[] }).records);
      expect(found.flat().map(({ value }) => value)).toEqual(values);
      expect(bodies.filter((body, at) => Buffer.byteLength(body) > most && found[at]!.length > 1)).toEqual([]);
    }),
  );
});
