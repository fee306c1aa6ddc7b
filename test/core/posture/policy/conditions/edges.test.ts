import type { Json, JsonObject } from '../../../../../shared/model/json';
import { resource, truthOf, type } from '../judging';

const a = `${type}/a`;
const list = `${type}/list[*]`;
const texts = `${type}/texts[*]`;

/** Corners of the language: what a rule says of a resource. */
type Row = [what: string, condition: Json, judged: JsonObject, truth: boolean | string];

describe('operators at their edges', () => {
  test.each<Row>([
    ['null equals an empty text', { field: a, equals: null }, resource({ a: '' }), true],
    ['an empty list is not null', { field: a, equals: null }, resource({ a: [] }), false],
    ['zero is not missing', { field: a, equals: '' }, resource({ a: 0 }), false],
    ['one character may be written as two', { field: a, like: 'stra?e' }, resource({ a: 'Straße' }), true],
    ['one character beyond the first plane', { field: a, like: 'x?y' }, resource({ a: 'x🙂y' }), true],
    ['like and a list on the right', { field: a, notLike: ['x'] }, resource({ a: 'x' }), true],
    ['numbers without bound are in order', { field: a, greaterOrEquals: Infinity }, resource({ a: Infinity }), true],
    ['a text with spaces around is a number', { field: a, equals: 5 }, resource({ a: ' 5 ' }), true],
    ['numbers of other writing', { field: a, in: [1000] }, resource({ a: '1e3' }), true],
    ['in with null', { field: a, in: [null] }, resource({ a: '' }), true],
    ['in with a list of lists', { field: a, in: [['X'], 'y'] }, resource({ a: ['x'] }), true],
    ['in with booleans', { field: a, in: ['TRUE'] }, resource({ a: true }), true],
    ['notIn over a list', { field: a, notIn: ['x'] }, resource({ a: ['x'] }), true],
    ['contains a number in a list of texts', { field: a, contains: 5 }, resource({ a: ['5'] }), true],
    ['contains a list in a list', { field: a, contains: ['x'] }, resource({ a: [['X']] }), true],
    ['contains of a boolean', { field: a, contains: 'ru' }, resource({ a: true }), true],
    ['containsKey of no text', { field: a, containsKey: null }, resource({ a: { '': 1 } }), false],
    ['exists by an expression', { field: a, exists: "[if(true(),'false','true')]" }, resource(), true],
    [
      'order of dates with zones is of text',
      { field: a, less: '2026-01-02' },
      resource({ a: '2026-01-01T23:00Z' }),
      true,
    ],
    ['match of a boolean', { field: a, match: '????' }, resource({ a: true }), true],
    ['match with a dot', { field: a, match: 'a.c' }, resource({ a: 'a🙂c' }), true],
    ['matchInsensitively folds', { field: a, matchInsensitively: 'AB#' }, resource({ a: 'ab1' }), true],
    ['notEquals of lists', { field: a, notEquals: ['x', 'y'] }, resource({ a: ['Y', 'X'] }), true],
    ['a right side by an expression', { field: a, in: ["[concat('x','y')]", '[[z]'] }, resource({ a: '[z]' }), true],
    ['an object by expressions', { field: a, equals: { K: "[toUpper('v')]" } }, resource({ a: { k: 'V' } }), true],
    ['less over a value that is missing', { value: "[field('tags.x')]", less: 5 }, resource(), 'type-mismatch'],
    ['order with null on the right', { field: a, less: null }, resource({ a: 1 }), 'type-mismatch'],
    [
      'a hard reason on the right goes before',
      { field: a, less: '[requestContext().apiVersion]' },
      resource({ a: [] }),
      'api-version-missing',
    ],
    [
      'also with not',
      { not: { value: '[null().x]', equals: '[requestContext().apiVersion]' } },
      resource(),
      'api-version-missing',
    ],
    [
      'also among arguments',
      { not: { value: '[concat(null().x, requestContext().apiVersion)]', equals: 'x' } },
      resource(),
      'api-version-missing',
    ],
    [
      'also among elements',
      { not: { value: ['[null().x]', '[requestContext().apiVersion]'], equals: 'x' } },
      resource(),
      'api-version-missing',
    ],
    [
      'a value that fails is no missing value',
      { value: '[first(createArray()).x]', exists: false },
      resource(),
      'expression-error',
    ],
    ['places under not', { not: { field: 'location', notIn: ['East US 2'] } }, resource(), true],
    ['places by a pattern', { field: 'location', like: 'East US*' }, resource(), true],
    ['a type by a pattern', { field: 'type', like: 'example.WEB/*' }, resource(), true],
    ['an empty kind is there', { field: 'kind', exists: true }, resource({}, { kind: '' }), true],
  ])('%s', (_, condition, judged, truth) => expect(truthOf(condition, judged)).toBe(truth));
});

describe('arrays and counts at their edges', () => {
  const nested = resource({
    list: [{ a: 1, inner: [{ v: 1 }, { v: 2 }] }, { a: 2, inner: [] }, { a: 3 }],
    texts: ['x'],
  });
  const inner = `${list}.inner[*]`;
  test.each<Row>([
    ['not over an empty array', { not: { field: texts, equals: 'x' } }, resource({ texts: [] }), false],
    ['an element without the inner array is missing', { field: `${inner}.v`, exists: true }, nested, false],
    ['leaves of inner arrays', { count: { field: inner }, equals: 2 }, nested, true],
    ['properties of elements', { count: { field: `${list}.a` }, equals: 3 }, nested, true],
    [
      'an inner count with an empty or absent array',
      { count: { field: list, where: { count: { field: inner }, equals: 0 } }, equals: 2 },
      nested,
      true,
    ],
    [
      'the same array within itself is the element alone',
      { count: { field: list, where: { count: { field: list }, equals: 1 } }, equals: 3 },
      nested,
      true,
    ],
    [
      'the whole array within its count',
      { count: { field: list, where: { value: `[length(field('${type}/list'))]`, equals: 3 } }, equals: 3 },
      nested,
      true,
    ],
    [
      'current of an outer count',
      {
        count: {
          field: list,
          where: { count: { field: inner, where: { value: `[current('${list}').a]`, equals: 1 } }, equals: 2 },
        },
        equals: 1,
      },
      nested,
      true,
    ],
    [
      'current of elements below',
      { count: { field: list, where: { value: `[length(current('${inner}'))]`, equals: 2 } }, equals: 1 },
      nested,
      true,
    ],
    [
      'a count by a parameter without a value',
      { count: { field: "[parameters('p')]" }, equals: 1 },
      nested,
      'parameter-missing',
    ],
    [
      'elements of which one is no list',
      { count: { field: inner }, greaterOrEquals: 1 },
      resource({ list: [{ inner: 'x' }, { inner: [1] }] }),
      true,
    ],
    [
      'their number is not known',
      { count: { field: inner }, less: 2 },
      resource({ list: [{ inner: 'x' }, { inner: [1] }] }),
      'alias-shape',
    ],
    ['a number as text', { count: { field: texts }, equals: '1' }, nested, true],
    ['a number in a list', { count: { field: texts }, in: [1, 2] }, nested, true],
    ['a count that is never below none', { count: { field: texts }, less: 0 }, nested, false],
    [
      'names of counts without case',
      { count: { value: ['X'], name: 'One', where: { value: "[current('ONE')]", equals: 'x' } }, equals: 1 },
      nested,
      true,
    ],
    [
      'elements that are null',
      { count: { value: [null, 'x'], where: { value: '[current()]', equals: null } }, equals: 1 },
      nested,
      true,
    ],
    [
      'an element of an object',
      { count: { value: [{ K: 'v' }], where: { value: '[current().k]', equals: 'V' } }, equals: 1 },
      nested,
      true,
    ],
  ])('%s', (_, condition, judged, truth) => expect(truthOf(condition, judged)).toBe(truth));

  test('more than five counts of one array are too many', () => {
    const counts = (number: number): Json => ({
      anyOf: Array.from({ length: number }, () => ({ count: { field: texts.toUpperCase() }, equals: 1 })),
    });
    expect(truthOf(counts(5), nested)).toBe(true);
    expect(truthOf(counts(6), nested)).toBe('limit-exceeded');
  });
});
