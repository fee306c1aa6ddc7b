import type { Json } from '../../../../../shared/model/json';
import { resource, truthOf, type } from '../judging';

const field = `${type}/a`;
/** The left side as a property, the operator, the right side, what comes of it. Undefined: the property is missing. */
type Row = [left: Json | undefined, operator: string, right: Json, truth: boolean | string];

const outcome = ([left, operator, right]: Row) =>
  truthOf({ field, [operator]: right }, resource(left === undefined ? {} : { a: left }));

describe('equality', () => {
  test.each<Row>([
    ['Abc', 'equals', 'aBC', true],
    ['abc', 'equals', 'abd', false],
    ['STRASSE', 'equals', 'straße', true],
    ['ΟΔΟΣ', 'equals', 'οδος', true],
    ['I', 'equals', 'ı', false],
    ['5', 'equals', 5, true],
    [5, 'equals', '5.0', true],
    [5, 'equals', 'five', false],
    ['1', 'equals', '1.0', false],
    [true, 'equals', 'True', true],
    ['FALSE', 'equals', false, true],
    [true, 'equals', 1, false],
    [['a', 'B'], 'equals', ['A', 'b'], true],
    [['a', 'b'], 'equals', ['b', 'a'], false],
    [{ X: 1, y: 'Q' }, 'equals', { x: 1, Y: 'q' }, true],
    [{ x: 1 }, 'equals', { x: 1, y: 2 }, false],
    [['a'], 'equals', 'a', false],
    ['', 'equals', '', true],
    [[], 'equals', '', false],
    ['abc', 'notEquals', 'ABC', false],
    ['abc', 'notEquals', 'abd', true],
  ])('%j %s %j is %j', (...row) => expect(outcome(row)).toBe(row[3]));

  test.each<Row>([
    [undefined, 'equals', 'x', false],
    [undefined, 'equals', '', true],
    [null, 'equals', null, true],
    [undefined, 'equals', false, false],
    [undefined, 'notEquals', 'x', true],
    [undefined, 'notEquals', '', false],
  ])('what is missing: %j %s %j is %j', (...row) => expect(outcome(row)).toBe(row[3]));
});

describe('like', () => {
  test.each<Row>([
    ['Production-EU', 'like', 'production*', true],
    ['Production-EU', 'like', '*-eu', true],
    ['Production-EU', 'like', '*duct*', true],
    ['Production-EU', 'like', 'p*n-*u', true],
    ['Production-EU', 'like', 'production', false],
    ['ab', 'like', 'ab*b', false],
    ['a', 'like', 'a*a', false],
    ['aab', 'like', '*a*b', true],
    ['vm1', 'like', 'vm?', true],
    ['vm', 'like', 'vm?', false],
    ['vm12', 'like', 'v*?2', true],
    ['', 'like', '*', true],
    [8080, 'like', '80*', true],
    [true, 'like', 't*', true],
    [['a'], 'like', '*', false],
    ['a.b', 'like', 'axb', false],
    ['abc', 'notLike', 'a*', false],
    ['abc', 'notLike', 'b*', true],
    [undefined, 'like', '*', false],
    [undefined, 'notLike', '*', true],
  ])('%j %s %j is %j', (...row) => expect(outcome(row)).toBe(row[3]));
});

describe('match', () => {
  test.each<Row>([
    ['ab-12', 'match', '??-##', true],
    ['Ab-12', 'match', 'Ab-##', true],
    ['ab-12', 'match', 'Ab-##', false],
    ['ab-12', 'match', '.....', true],
    ['ab-12', 'match', '....', false],
    ['a1', 'match', '##', false],
    ['éx', 'match', '??', true],
    ['ab-12', 'matchInsensitively', 'AB-##', true],
    ['ab-12', 'notMatch', 'Ab-##', true],
    ['ab-12', 'notMatchInsensitively', 'Ab-##', false],
    [12, 'match', '##', true],
    [undefined, 'match', '##', false],
    [undefined, 'notMatch', '##', true],
    [undefined, 'matchInsensitively', '##', false],
    [undefined, 'notMatchInsensitively', '##', true],
  ])('%j %s %j is %j', (...row) => expect(outcome(row)).toBe(row[3]));
});

describe('in and contains', () => {
  test.each<Row>([
    ['b', 'in', ['A', 'B'], true],
    ['c', 'in', ['A', 'B'], false],
    ['b', 'in', 'B', true],
    ['5', 'in', [5], true],
    [5, 'in', ['5'], true],
    ['b', 'notIn', ['A', 'B'], false],
    [undefined, 'in', ['', 'a'], false],
    [undefined, 'in', [null], false],
    [undefined, 'notIn', ['', 'a'], true],
    ['', 'in', [''], true],
    ['functionapp,linux', 'contains', 'FunctionApp', true],
    ['abc', 'contains', 'd', false],
    [1234, 'contains', '23', true],
    [['a', 'B'], 'contains', 'b', true],
    [['ab'], 'contains', 'b', false],
    [{ Key: 1 }, 'contains', 'kEY', true],
    [['a'], 'notContains', 'a', false],
    [undefined, 'contains', '', false],
    [undefined, 'notContains', 'a', true],
    [{ Key: null }, 'containsKey', 'key', true],
    [{ Key: 1 }, 'containsKey', 'other', false],
    ['key', 'containsKey', 'key', false],
    [{ Key: 1 }, 'notContainsKey', 'other', true],
    [undefined, 'containsKey', 'key', false],
    [undefined, 'notContainsKey', 'key', true],
  ])('%j %s %j is %j', (...row) => expect(outcome(row)).toBe(row[3]));
});

describe('exists', () => {
  test.each<Row>([
    ['', 'exists', 'true', true],
    [[], 'exists', true, true],
    [{}, 'exists', 'True', true],
    [null, 'exists', 'true', false],
    [undefined, 'exists', 'false', true],
    [false, 'exists', false, false],
    ['a', 'exists', 'perhaps', 'type-mismatch'],
  ])('%j %s %j is %j', (...row) => expect(outcome(row)).toBe(row[3]));
});

describe('order', () => {
  test.each<Row>([
    [10, 'greater', 9, true],
    ['10', 'greater', 9, true],
    [10, 'less', '9', false],
    ['10', 'greater', '9', false],
    ['2021-06-01', 'less', '2021-06-01-preview', true],
    ['B', 'greater', 'a', true],
    [5, 'greaterOrEquals', 5, true],
    [5, 'lessOrEquals', 5, true],
    [5, 'less', 5, false],
    [undefined, 'less', 5, false],
    [undefined, 'greater', 5, false],
    [undefined, 'lessOrEquals', 5, false],
    [undefined, 'greaterOrEquals', -5, false],
    ['ten', 'greater', 9, 'type-mismatch'],
    ['', 'less', 9, 'type-mismatch'],
    [true, 'less', 9, 'type-mismatch'],
    [['a'], 'less', 'b', 'type-mismatch'],
  ])('%j %s %j is %j', (...row) => expect(outcome(row)).toBe(row[3]));
});

test('an operator that no rule knows is named', () => {
  expect(truthOf({ field, sounds: 'x' })).toBe('unsupported-operator');
});

test('names of operators and of keys are without case', () => {
  expect(truthOf({ ALLOF: [{ Field: field.toUpperCase(), NOTEQUALS: 'x' }] }, resource({ A: 'x' }))).toBe(false);
});
