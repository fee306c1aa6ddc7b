import fc from 'fast-check';
import { indicatorTypes, markings, type Indicator } from '../../../../shared/core/detect/intel/indicator';
import { createTableBuilder } from '../../../../shared/core/detect/intel/indicatorTable';
import { createTextIndex } from '../../../../shared/core/detect/intel/textIndex';

const time = fc.integer({ min: 1, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000).toISOString());
const indicator: fc.Arbitrary<Indicator> = fc.record(
  {
    type: fc.constantFrom(...indicatorTypes),
    value: fc.string({ unit: 'grapheme', maxLength: 60 }),
    description: fc.string({ unit: 'grapheme', maxLength: 60 }),
    confidence: fc.integer({ min: 0, max: 100 }),
    feed: fc.constantFrom('a', 'b', 'c'),
    validFrom: time,
    validUntil: time,
    reference: fc.string({ minLength: 1, maxLength: 40 }),
    marking: fc.constantFrom(...markings),
  },
  { requiredKeys: ['type', 'value', 'description', 'confidence', 'feed'] },
);

test('what was put in comes out, however many', () => {
  fc.assert(
    fc.property(fc.array(indicator, { maxLength: 50 }), (all) => {
      const builder = createTableBuilder();
      const at = all.map((one) => builder.add(one));
      const table = builder.build();
      expect(at.map((index) => table.at(index))).toEqual(all);
      expect(table.size).toBe(all.length);
    }),
  );
});

test('a hundred thousand addresses take less than 50 bytes each', () => {
  const builder = createTableBuilder();
  for (let i = 0; i < 100_000; i++) {
    builder.add({ type: 'ip', value: `198.51.${i >> 8}.${i & 255}`, description: '', confidence: 50, feed: 'f' });
  }
  expect(builder.build().bytes() / 100_000).toBeLessThan(50);
});

test('every text is found by its own owner, the last of equal ones, and others are not', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 8 }), { maxLength: 200 }), fc.array(fc.string()), (texts, others) => {
      const index = createTextIndex(
        texts.map((_, at) => at),
        (at) => texts[at]!,
      );
      for (const text of texts) expect(index.find(text)).toBe(texts.lastIndexOf(text));
      for (const other of others) expect(index.find(other)).toBe(texts.lastIndexOf(other));
    }),
  );
});
