import fc from 'fast-check';
import { fold, foldInPlace, foldsTo } from '../../../../shared/core/posture/policy/fold';

test.each([
  ['STRASSE', 'straße'],
  ['ẞ', 'ss'],
  ['ΟΔΟΣ', 'οδος'],
  ['ſ', 'S'],
  ['K', 'k'],
  ['ﬁ', 'FI'],
])('%s is %s without case', (one, other) => expect(fold(one)).toBe(fold(other)));

test('dotless i is no i', () => {
  expect(fold('ı')).not.toBe(fold('I'));
});

test('a text folds to what it folds to, and to nothing else', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', 'A', 'ß', 's', 'Σ', 'ς') }));
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(foldsTo(one, fold(other))).toBe(fold(one) === fold(other));
      expect(foldsTo(one, fold(one))).toBe(true);
      expect(foldInPlace(one)).toHaveLength(one.length);
    }),
  );
});
