import * as fc from 'fast-check';
import { scanRecords } from '../../../../shared/core/ingest/pull/scanRecords';
import { Rejected } from '../../../../shared/model/rejected';

const texts = ({ records }: { records: Buffer[] }): string[] => records.map(String);

test('a whole log gives every record as it stands', () => {
  const log = Buffer.from('{"records":[{"a":1},\r\n{"b":"}]\\"{"}]}');
  const found = scanRecords(log, true);
  expect(texts(found)).toEqual(['{"a":1}', '{"b":"}]\\"{"}']);
  expect(found.isCut).toBe(false);
  expect(log.subarray(found.consumed).toString()).toBe(']}');
});

test('a log with a byte order mark, spaces and no record is consumed up to its bracket', () => {
  expect(scanRecords(Buffer.from('\uFEFF{ "records" : [ ]}'), true)).toEqual({
    records: [],
    consumed: 18,
    isCut: false,
  });
});

test('what follows a record is read on from there', () => {
  expect(texts(scanRecords(Buffer.from(',{"c":1},{"d":{}}]}'), false))).toEqual(['{"c":1}', '{"d":{}}']);
});

test('a record that has no end yet is left for the next time', () => {
  expect(scanRecords(Buffer.from(',{"c":1},{"d":'), false)).toMatchObject({ consumed: 8, isCut: true });
});

test.each(['[{"a":1}]', 'x'.repeat(300), '{"values":[{}]}'])('%s is no flow log', (text) => {
  expect(() => scanRecords(Buffer.from(text), true)).toThrow(Rejected);
});

test('something else than an object between records is no flow log', () => {
  expect(() => scanRecords(Buffer.from('{"records":[{"a":1},7]}'), true)).toThrow('no flow log');
});

test('wherever a log is cut, every record comes out once, byte by byte as it was', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(fc.object({ maxDepth: 2 }), { maxLength: 6 }), cuts, (objects, lengths) => {
      const log = Buffer.from(JSON.stringify({ records: objects }));
      const found: string[] = [];
      let offset = 0;
      for (let at = 0, end = 0; end < log.length; at += 1) {
        end = Math.min(log.length, end + lengths[at % lengths.length]!);
        const { records, consumed } = scanRecords(log.subarray(offset, end), offset === 0);
        found.push(...records.map(String));
        offset += consumed;
      }
      expect(found).toEqual(objects.map((object) => JSON.stringify(object)));
    }),
  );
});
