import fc from 'fast-check';
import { documentKey, endOfPrefix, keyPrefix } from '../../../local/cosmos/documentKey';
import type { KeyComponent } from '../../../local/cosmos/partitionKey';
import { compareValues } from '../../../local/cosmos/query/compare';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const component: fc.Arbitrary<KeyComponent> = fc.oneof(
  fc.string(),
  fc.string({ minLength: 150, maxLength: 700 }),
  fc.constantFrom('\0', 'a\0', 'a', 'a\0b', ''),
  number,
  fc.constantFrom(true, false, null, undefined, 0),
);
const key = fc.array(component, { minLength: 2, maxLength: 2 });
const plain = (value: KeyComponent) => (value === 0 ? 0 : value);

test('two documents share a store key only if key values and id are the same', () => {
  fc.assert(
    fc.property(key, fc.string({ minLength: 1 }), key, fc.string({ minLength: 1 }), (one, id, other, otherId) => {
      const same = id === otherId && one.every((part, at) => Object.is(plain(part), plain(other[at])));
      expect(documentKey(1, one, id).equals(documentKey(1, other, otherId))).toBe(same);
    }),
    { numRuns: 1000 },
  );
});

test('a prefix range holds the documents below it and no others', () => {
  fc.assert(
    fc.property(component, component, component, (level, second, probe) => {
      const inside = documentKey(1, [probe, second], 'id');
      const start = keyPrefix(1, [level]);
      const held = Buffer.compare(inside, start) >= 0 && Buffer.compare(inside, endOfPrefix(start)) < 0;
      expect(held).toBe(Object.is(plain(level), plain(probe)));
    }),
    { numRuns: 1000 },
  );
});

test('store keys stay within the 1,978 bytes that lmdb takes', () => {
  const nul = '\0'.repeat(680);
  expect(
    documentKey(1, [nul.slice(0, 200), nul.slice(0, 200), nul.slice(0, 200)], 'k'.repeat(512)).length,
  ).toBeLessThan(1978);
  expect(documentKey(1, [nul, 'x'.repeat(680), 'y'.repeat(680)], 'k'.repeat(1023)).length).toBeLessThan(1978);
});

test('numbers are stored in numeric order', () => {
  fc.assert(
    fc.property(number, number, (one, other) => {
      const order = Buffer.compare(keyPrefix(1, [one]), keyPrefix(1, [other]));
      expect(Math.sign(order)).toBe(Math.sign(compareValues(plain(one) as number, plain(other) as number)));
    }),
  );
});
