import fc from 'fast-check';
import { z } from 'zod';
import { builtIn } from '../../../../local/cosmos/query/functions/builtIn';
import { parseQuery } from '../../../../local/cosmos/query/parse';
import { compileSelect } from '../../../../local/cosmos/query/select';
import type { Value } from '../../../../local/cosmos/query/syntax';

const now = Date.UTC(2026, 10, 21, 9, 30, 15, 250);

function evaluate(expression: string): Value {
  const { visit, bind, project } = compileSelect(parseQuery(`SELECT VALUE ${expression} FROM c`, new Map()), now);
  const slots = bind({});
  let value: Value;
  visit(slots, () => {
    value = project(slots);
    return true;
  });
  return value;
}

// Mostly the examples of the function pages of Microsoft Learn.
test.each<[string, Value]>([
  ['CONCAT("a", "b", "c")', 'abc'],
  ['CONTAINS("Mountain", "TAIN", true)', true],
  ['CONTAINS("Mountain", "TAIN")', false],
  ['STARTSWITH("abc", "A", true)', true],
  ['ENDSWITH("abc", "bc")', true],
  ['STRINGEQUALS("abc", "ABC", true)', true],
  ['INDEX_OF("abcab", "ab", 1)', 3],
  ['LEFT("abc", 2)', 'ab'],
  ['RIGHT("abc", 2)', 'bc'],
  ['SUBSTRING("abc", 1, 1)', 'b'],
  ['REPLACE("This is a Test", "Test", "$&")', 'This is a $&'],
  ['REPLICATE("a", 3)', 'aaa'],
  ['REVERSE("añ")', 'ña'],
  ['TRIM("  a ")', 'a'],
  ['LTRIM("xxa", "x")', 'a'],
  ['LENGTH("abc")', 3],
  ['UPPER("Abc")', 'ABC'],
  ['TOSTRING({"a": [1]})', '{"a":[1]}'],
  ['STRINGTOARRAY("[1, 2]")', [1, 2]],
  ['STRINGTONUMBER("1.5e2")', 150],
  ['STRINGTOBOOLEAN("yes")', undefined],
  ['STRINGTOOBJECT("{\\"a\\": 1}")', { a: 1 }],
  ['STRINGTONULL("null")', null],
  ['STRINGSPLIT("a-b", "-")', ['a', 'b']],
  ['STRINGJOIN(["a", "b"], "-")', 'a-b'],
  ['REGEXMATCH("abcd", "^A.C", "i")', true],
  ['CONTAINS(1, "a")', undefined],
  ['CONCAT("a", 1)', undefined],
  ['ARRAY_CONCAT([1], [2, 3])', [1, 2, 3]],
  ['ARRAY_CONTAINS_ANY([1, 2], 3, 2)', true],
  ['ARRAY_CONTAINS_ALL([1, 2], 1, 3)', false],
  ['ARRAY_LENGTH([1, 2])', 2],
  ['ARRAY_SLICE([1, 2, 3], -2, 1)', [2]],
  ['SETINTERSECT([1, 2, 2, 3], [2, 3, 4])', [2, 3]],
  ['SETUNION([1, 2], [2, 3])', [1, 2, 3]],
  ['CHOOSE(2, "a", "b")', 'b'],
  ['OBJECTTOARRAY({"a": 1})', [{ k: 'a', v: 1 }]],
  ['IS_DEFINED(c.none)', false],
  ['IS_NULL(null)', true],
  ['IS_INTEGER(1.5)', false],
  ['IS_PRIMITIVE([])', false],
  ['IS_OBJECT([])', false],
  ['IIF(1 = 1, "y", "n")', 'y'],
  ['ROUND(-2.5)', -3],
  ['ROUND(2.345, 2)', 2.35],
  ['POWER(2, 10)', 1024],
  ['SQRT(-1)', undefined],
  ['1 / 0', undefined],
  ['LOG(8, 2)', 3],
  ['NUMBERBIN(37, 10)', 30],
  ['INTDIV(7, 2)', 3],
  ['INTBITAND(6, 3)', 2],
  ['TRUNC(-2.7)', -2],
  ['GETCURRENTDATETIME()', '2026-11-21T09:30:15.2500000Z'],
  ['GETCURRENTTIMESTAMP()', now],
  ['DATETIMEADD("mm", 1, "2020-01-31T01:02:03.1234567Z")', '2020-02-29T01:02:03.1234567Z'],
  ['DATETIMEADD("yyyy", -1, "2020-07-03T00:00:00.0000000Z")', '2019-07-03T00:00:00.0000000Z'],
  ['DATETIMEADD("ss", 90, "2020-07-03T00:00:00Z")', '2020-07-03T00:01:30.0000000Z'],
  ['DATETIMEDIFF("hh", "2020-07-03T00:59:00Z", "2020-07-03T01:00:00Z")', 1],
  ['DATETIMEDIFF("month", "2019-12-31", "2020-01-01")', 1],
  ['DATETIMEPART("ms", "2020-07-03T00:00:00.6789Z")', 678],
  ['DATETIMEPART("mm", "2020-07-03")', 7],
  ['DATETIMEBIN("2021-06-28T17:24:29.2991234Z", "hh")', '2021-06-28T17:00:00.0000000Z'],
  ['DATETIMETOTIMESTAMP("2020-07-09T23:20:13.4575530Z")', 1594336813457],
  ['DATETIMETOTICKS("1970-01-01T00:00:01.0000001Z")', 10000001],
  ['DATETIMEFROMPARTS(2020, 9, 4)', '2020-09-04T00:00:00.0000000Z'],
  ['DATETIMEFROMPARTS(2020, 13, 4)', undefined],
  ['TIMESTAMPTODATETIME(1594227912345)', '2020-07-08T17:05:12.3450000Z'],
  ['TICKSTODATETIME(15943368134575530)', '2020-07-09T23:20:13.4575530Z'],
])('%s', (expression, expected) => {
  expect(evaluate(expression)).toEqual(expected);
});

const names =
  `ABS ARRAY_CONCAT ARRAY_CONTAINS ARRAY_LENGTH ARRAY_SLICE CEILING CONCAT CONTAINS DATETIMEADD DATETIMEBIN DATETIMEDIFF DATETIMEFROMPARTS
 DATETIMEPART DATETIMETOTICKS FLOOR INDEX_OF INTADD INTBITLEFTSHIFT INTDIV IS_STRING LEFT LOG LOWER LTRIM NUMBERBIN OBJECTTOARRAY POWER REPLACE REPLICATE
 REVERSE RIGHT ROUND SETUNION STRINGJOIN STRINGSPLIT STRINGTONUMBER SUBSTRING TICKSTODATETIME TIMESTAMPTODATETIME TOSTRING TRIM`.split(
    /\s+/,
  );

test('every function answers JSON or undefined whatever it is given', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(undefined, 'day', '2020-07-03T00:00:00Z', -1, 1e300),
  ) as fc.Arbitrary<Value>;
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.array(value, { minLength: 5, maxLength: 5 }), (name, values) => {
      const called = builtIn(name);
      const result = called?.apply(values.slice(0, called.most), now);
      expect(z.json().optional().safeParse(result).success).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
