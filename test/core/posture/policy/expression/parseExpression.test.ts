import fc from 'fast-check';
import { PolicyFault } from '../../../../../shared/core/posture/policy/doubt';
import { isExpression, parseExpression } from '../../../../../shared/core/posture/policy/expression/parseExpression';
import { resource, truthOf, valueOf } from '../judging';

test('only what stands in single brackets is an expression', () => {
  expect(['[a]', '[[a]', 'a]', '[a', ' [a]', ''].map(isExpression)).toEqual([true, false, false, false, false, false]);
  expect(valueOf('[[literal]')).toBe('[literal]');
  expect(valueOf('[literal')).toBe('[literal');
});

test.each([
  ["[ concat ( 'it''s' , ' ' ,  -1.5e1 ) ]", "it's -15"],
  ["[createObject('Key', createArray(1, 2)).KEY[ 1 ]]", 2],
  ["[createObject('a b', 1)['A B']]", 1],
  ['[true]', true],
  ['[null]', null],
  ["['']", ''],
])('%s is %j', (expression, value) => expect(valueOf(expression)).toEqual(value));

test.each([
  '[]',
  "['a]",
  '[a]',
  '[concat(]',
  "[concat('a',)]",
  "[concat('a') b]",
  '[1 2]',
  '[createObject().]',
  '[createArray()[]]',
])('%s does not compile', (expression) =>
  expect(truthOf({ value: expression, equals: 'x' })).toBe('unsupported-syntax'),
);

test.each(['newGuid()', "reference('x')", "listKeys('x')", "resourceId('a/b','c')", "variables('x')", 'nonsense()'])(
  'rules do not have %s',
  (call) => expect(truthOf({ value: `[${call}]`, equals: 'x' })).toBe('unsupported-function'),
);

test('a wrong number of arguments does not compile', () => {
  expect(truthOf({ value: "[equals('a')]", equals: true })).toBe('unsupported-syntax');
});

test('an index out of range and a property of nothing are errors, a missing property is null', () => {
  expect(valueOf('[createArray(1)[1]]')).toBe('expression-error');
  expect(valueOf('[createArray(1)[-1]]')).toBe('expression-error');
  expect(valueOf('[null().a]')).toBe('expression-error');
  expect(valueOf("['text'.a]")).toBe('expression-error');
  expect(valueOf('[createObject().a]')).toBeNull();
});

/** True if a text parses or fails as a rule may; any other error goes on. */
function isHandled(text: string): boolean {
  try {
    parseExpression(text);
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
  }
  return true;
}

test('any text parses or is a fault that names the place', () => {
  const piece = fc.constantFrom("'", "''", '(', ')', '[', ']', ',', '.', 'a', 'concat(', '1', '-', ' ', 'é', '[[');
  const text = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (inner) => isHandled(`[${inner}]`)),
    { numRuns: 500 },
  );
  expect(() => parseExpression('[concat(]')).toThrow('expression at 8: concat(');
});

test('deep nesting and long texts end with a limit', () => {
  const deep = `[${'not('.repeat(100)}true${')'.repeat(100)}]`;
  expect(truthOf({ value: deep, equals: true }, resource())).toBe('limit-exceeded');
  expect(truthOf({ value: `['${'x'.repeat(90_000)}']`, equals: 'x' })).toBe('limit-exceeded');
});
