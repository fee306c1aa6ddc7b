import fc from 'fast-check';
import { canonical, compareValues, equals, typeRank } from '../../../../local/cosmos/query/compare';
import { compileLike } from '../../../../local/cosmos/query/like';
import { operators } from '../../../../local/cosmos/query/operators';
import type { Value } from '../../../../local/cosmos/query/syntax';

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(undefined, 0, 1, '', 'a', true, null),
) as fc.Arbitrary<Value>;

test('the order of values is total: antisymmetric, transitive, and by type first', () => {
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
      // Wrapped, as sort() puts undefined last without asking.
      const [low, middle, high] = [{ v: a }, { v: b }, { v: c }]
        .toSorted((one, other) => compareValues(one.v, other.v))
        .map(({ v }) => v);
      expect(compareValues(low, middle)).toBeLessThanOrEqual(0);
      expect(compareValues(middle, high)).toBeLessThanOrEqual(0);
      expect(compareValues(low, high)).toBeLessThanOrEqual(0);
      expect(typeRank(low) <= typeRank(middle) && typeRank(middle) <= typeRank(high)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('values of different types are neither equal nor unequal nor ordered', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      fc.pre(typeRank(a) !== typeRank(b) || a === undefined);
      for (const operator of ['=', '!=', '<', '<=', '>', '>=']) expect(operators[operator]?.(a, b)).toBeUndefined();
    }),
  );
});

test('equal values have one canonical text, others have others', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      fc.pre(a !== undefined && b !== undefined);
      expect(canonical(a) === canonical(b)).toBe(equals(a, b) === true);
    }),
  );
  expect(canonical({ a: 1, b: [{ d: 1, c: 2 }] })).toBe(canonical({ b: [{ c: 2, d: 1 }], a: 1 }));
});

test('LIKE agrees with a regular expression of the same meaning', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', '%', '_', '.'), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(letters, letters, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')}$`);
      expect(compileLike(pattern, undefined)(text)).toBe(expression.test(text));
    }),
    { numRuns: 2000 },
  );
});

test('LIKE escapes its wildcards', () => {
  expect(compileLike('10!%', '!')('10%')).toBe(true);
  expect(compileLike('10!%', '!')('100')).toBe(false);
  expect(compileLike('[^a-c]x', undefined)('dx')).toBe(true);
});
