import type { Json } from '../../../../../shared/model/json';
import { resource, truthOf, type } from '../judging';

const texts = `${type}/texts[*]`;
const list = `${type}/list[*]`;
const three = resource({
  texts: ['a', 'b', 'c'],
  list: [
    { a: 1, inner: [1, 2] },
    { a: 2, inner: [3, 4] },
  ],
});

describe('a condition on elements is an and', () => {
  test.each<[string, string, Json, boolean]>([
    [texts, 'equals', 'a', false],
    [texts, 'in', ['a', 'b', 'c'], true],
    [texts, 'notEquals', 'a', false],
    [`${list}.a`, 'less', 3, true],
    [`${list}.inner[*]`, 'greater', 0, true],
    [`${list}.inner[*]`, 'less', 4, false],
    [`${type}/texts`, 'contains', 'b', true],
  ])('%s %s %j: %j', (field, operator, right, truth) =>
    expect(truthOf({ field, [operator]: right }, three)).toBe(truth),
  );

  test('an empty array satisfies everything', () => {
    const empty = resource({ texts: [] });
    expect(truthOf({ field: texts, equals: 'x' }, empty)).toBe(true);
    expect(truthOf({ field: texts, exists: 'false' }, empty)).toBe(true);
  });

  test.each([{}, { texts: null }])('an array that is not there is one missing value: %j', (properties) => {
    expect(truthOf({ field: texts, equals: 'x' }, resource(properties))).toBe(false);
    expect(truthOf({ field: texts, notEquals: 'x' }, resource(properties))).toBe(true);
    expect(truthOf({ field: texts, exists: 'false' }, resource(properties))).toBe(true);
  });

  test('elements without the property are missing values', () => {
    expect(truthOf({ field: `${list}.a`, exists: true }, resource({ list: [{ a: 1 }, {}] }))).toBe(false);
  });

  test('not and the opposite ask for any element', () => {
    expect(truthOf({ not: { field: texts, notEquals: 'b' } }, three)).toBe(true);
  });
});

describe('count', () => {
  test.each<[Json, number]>([
    [{ field: texts }, 3],
    [{ field: `${list}.inner[*]` }, 4],
    [{ field: texts, where: { field: texts, in: ['a', 'c'] } }, 2],
    [{ field: list, where: { field: `${list}.a`, equals: 2 } }, 1],
    [{ field: list, where: { field: `${list}.inner[*]`, greater: 2 } }, 1],
    [{ field: list, where: { field: 'name', equals: 'site-1' } }, 2],
    [{ field: texts, where: { value: `[first(field('${texts}'))]`, equals: 'b' } }, 1],
    [{ field: texts, where: { value: `[length(field('${texts}'))]`, equals: 1 } }, 3],
    [{ field: texts, where: { value: '[current()]', equals: 'b' } }, 1],
    [{ field: list, where: { value: `[current('${list}.a')]`, equals: 2 } }, 1],
    [{ field: list, where: { value: `[current('${list}').a]`, equals: 2 } }, 1],
    [{ field: list, where: { value: `[current('${list}.inner[*]')]`, equals: [1, 2] } }, 1],
    [
      {
        field: list,
        where: { count: { field: `${list}.inner[*]`, where: { field: `${list}.inner[*]`, greater: 3 } }, equals: 1 },
      },
      1,
    ],
    [{ field: list, where: { count: { field: texts }, equals: 3 } }, 2],
    [{ value: ['a', 'x'], where: { value: '[current()]', in: "[field('tags.none')]" } }, 0],
    [{ value: ['a', 'x', 'B'], name: 'one', where: { field: `${type}/texts`, contains: "[current('one')]" } }, 2],
    [{ value: "[createArray('a','b')]" }, 2],
    [{ value: [1, 2, 3], where: { value: "[current('default')]", greater: 1 } }, 2],
    [{ value: '[null()]' }, 0],
    [
      {
        value: ['a', 'z'],
        name: 'outer',
        where: { count: { field: texts, where: { field: texts, equals: "[current('outer')]" } }, greater: 0 },
      },
      1,
    ],
  ])('%j is %j', (count, number) => {
    expect(truthOf({ count, equals: number }, three)).toBe(true);
    expect(truthOf({ count, notEquals: number }, three)).toBe(false);
  });

  test('what is not there counts none, what is no array is unknown', () => {
    expect(truthOf({ count: { field: texts }, equals: 0 }, resource())).toBe(true);
    expect(truthOf({ count: { field: texts }, equals: 0 }, resource({ texts: null }))).toBe(true);
    expect(truthOf({ count: { field: texts }, greater: 5 }, resource({ texts: 'a' }))).toBe('alias-shape');
    expect(truthOf({ count: { value: 'a' }, greater: 5 }, resource())).toBe('alias-shape');
  });

  test('elements that are unknown make the number an interval', () => {
    const mixed = resource({ list: [{ a: 1 }, { a: 'text' }, { a: 5 }] });
    const count = { field: list, where: { field: `${list}.a`, greater: 3 } };
    expect(truthOf({ count, greaterOrEquals: 1 }, mixed)).toBe(true);
    expect(truthOf({ count, less: 4 }, mixed)).toBe(true);
    expect(truthOf({ count, greater: 2 }, mixed)).toBe(false);
    expect(truthOf({ not: { count, notEquals: 2 } }, mixed)).toBe('type-mismatch');
  });

  test.each<[string, Json]>([
    ['a field without elements', { field: `${type}/texts` }],
    ['field and value', { field: texts, value: [] }],
    ['neither', { where: { value: 1, equals: 1 } }],
    ['a name of a field count', { field: texts, name: 'x' }],
    ['an unknown member', { field: texts, which: {} }],
    ['current() of nothing around it', { field: texts, where: { value: "[current('none')]", equals: 1 } }],
    [
      'current() without a name in a nested count',
      { field: list, where: { count: { field: texts, where: { value: '[current()]', equals: 1 } }, equals: 1 } },
    ],
    [
      'two value counts of one name',
      { value: [1], where: { count: { value: [1], where: { value: '[current()]', equals: 1 } }, equals: 1 } },
    ],
  ])('%s does not compile', (_, count) => expect(truthOf({ count, equals: 1 }, three)).toBe('unsupported-syntax'));

  test('current() outside of a count does not compile', () => {
    expect(truthOf({ value: '[current()]', equals: 1 }, three)).toBe('unsupported-syntax');
  });

  test('more than a hundred values are too many', () => {
    expect(truthOf({ count: { value: '[range(0,101)]' }, greater: 0 }, three)).toBe('limit-exceeded');
  });
});

test('the runs of nested value counts multiply', () => {
  const nested = (inner: number): Json => ({
    value: '[range(0,10)]',
    name: 'outer',
    where: { count: { value: `[range(0,${inner})]`, name: 'inner' }, greater: 0 },
  });
  expect(truthOf({ count: nested(10), equals: 10 }, three)).toBe(true);
  expect(truthOf({ count: nested(11), equals: 10 }, three)).toBe('limit-exceeded');
});

test('a resource nested deeper than rules may look is unknown, whatever they ask', () => {
  let deep: Json = 'x';
  for (let depth = 0; depth < 200; depth += 1) deep = { a: deep };
  expect(truthOf({ value: 1, equals: 1 }, resource({ deep }))).toBe('limit-exceeded');
});
