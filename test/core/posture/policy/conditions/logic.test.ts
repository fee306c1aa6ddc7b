import type { Json } from '../../../../../shared/model/json';
import { resource, truthOf, type } from '../judging';

const yes = { value: 1, equals: 1 };
const no = { value: 1, equals: 2 };
const soft = { field: `${type}/a`, greater: 5 };
const hard = { value: "[parameters('none')]", equals: 1 };
const judged = resource({ a: 'text' });

test.each<[Json, boolean | string]>([
  [{ allOf: [] }, true],
  [{ anyOf: [yes, { anyOf: [] }] }, true],
  [{ not: { anyOf: [] } }, true],
  [{ allOf: [yes, no] }, false],
  [{ anyOf: [no, yes] }, true],
  [{ not: no }, true],
  [{ allOf: [hard, no] }, false],
  [{ anyOf: [hard, yes] }, true],
  [{ allOf: [hard, yes] }, 'parameter-missing'],
  [{ anyOf: [hard, no] }, 'parameter-missing'],
  [{ not: hard }, 'parameter-missing'],
  [{ allOf: [soft, hard] }, 'parameter-missing'],
  [{ allOf: [hard, soft] }, 'parameter-missing'],
  [{ allOf: [soft, yes] }, 'type-mismatch'],
  [{ anyOf: [soft, no] }, 'type-mismatch'],
])('%j is %j', (condition, truth) => expect(truthOf(condition, judged)).toBe(truth));

test('not compliant stands where only failed conditions left it open', () => {
  expect(truthOf({ not: soft }, judged)).toBe('NonCompliant type-mismatch no order between string and number');
  expect(truthOf({ anyOf: [{ not: soft }, hard] }, judged)).toBe('parameter-missing');
});

test.each<[string, Json, string]>([
  ['no object', 'text', 'unsupported-syntax'],
  ['an empty condition', {}, 'unsupported-syntax'],
  ['no operator', { field: 'name' }, 'unsupported-syntax'],
  ['two operators', { field: 'name', equals: 'a', like: 'b' }, 'unsupported-syntax'],
  ['two left sides', { field: 'name', value: 'x', equals: 'a' }, 'unsupported-syntax'],
  ['no left side', { equals: 'a' }, 'unsupported-syntax'],
  ['an unknown key', { field: 'name', equals: 'a', comment: 'x' }, 'unsupported-operator'],
  ['allOf with an object', { allOf: yes }, 'unsupported-syntax'],
  ['logic beside a condition', { not: no, field: 'name', equals: 'a' }, 'unsupported-syntax'],
  ['a key twice', { field: 'name', equals: 'a', Equals: 'b' }, 'unsupported-syntax'],
  ['a field that is no text', { field: 5, equals: 'a' }, 'unsupported-field'],
  ['too many conditions', { anyOf: Array.from({ length: 4_097 }, () => no) }, 'limit-exceeded'],
])('%s does not compile', (_, condition, reason) => expect(truthOf(condition, judged)).toBe(reason));
