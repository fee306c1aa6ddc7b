import { narrow } from '../../../../local/cosmos/query/narrow';
import { parseQuery } from '../../../../local/cosmos/query/parse';
import type { Value } from '../../../../local/cosmos/query/syntax';

const paths = [['s'], ['r']];
const of = (where: string, header: string[] = [], parameters: Record<string, Value> = {}) =>
  narrow(parseQuery(`SELECT * FROM c WHERE ${where}`, new Map(Object.entries(parameters))), paths, header);

test.each([
  ['c.s = "a"', [['a']], undefined],
  [
    '"a" = c.s AND c.r IN ("x", "y", "x")',
    [
      ['a', 'x'],
      ['a', 'y'],
    ],
    undefined,
  ],
  ['c.s = "a" AND (c.r = "x" AND c.id = "1")', [['a', 'x']], ['1']],
  ['ARRAY_CONTAINS(["a", "b"], c.s)', [['a'], ['b']], undefined],
  ['c.r = "x"', [[]], undefined],
  ['c.s = "a" OR c.s = "b"', [[]], undefined],
  ['NOT (c.s = "a")', [[]], undefined],
  ['c.s != "a" AND c.s > "b"', [[]], undefined],
  ['c.s = c.t', [[]], undefined],
  ['c.id IN ("1", 2)', [[]], ['1']],
  ['c.s = undefined', [], undefined],
  ['d.s = "a"', [[]], undefined],
])('WHERE %s', (where, keys, ids) => {
  expect(of(where)).toEqual({ keys, ids });
});

test('levels of the key header come first', () => {
  expect(of('c.s = "b" AND c.r = "x"', ['a']).keys).toEqual([['a', 'x']]);
});

test('a list too long for seeks falls back to a scan', () => {
  const list = Array.from({ length: 3000 }, (_, n) => n);
  expect(of('ARRAY_CONTAINS(@l, c.s)', [], { '@l': list }).keys).toEqual([[]]);
});
