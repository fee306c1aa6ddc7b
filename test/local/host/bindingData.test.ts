import { jsonProperties, resolveBinding } from '../../../local/host/bindingData';

test.each<[string, unknown, string]>([
  ['{id}', { id: 7 }, '7'],
  ['a/{Order.Id}/b', { order: { id: 'x' } }, 'a/x/b'],
  ['{whole}', { whole: { a: 1 } }, '{"a":1}'],
  ['none', {}, 'none'],
])('%s resolves from %j', (template, data, expected) => {
  expect(resolveBinding(template, data as Record<string, unknown>)).toBe(expected);
});

test('rand-guid and datetime make values of their own', () => {
  expect(resolveBinding('{rand-guid}', {})).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(resolveBinding('{rand-guid:N}', {})).toMatch(/^[\da-f]{32}$/);
  expect(resolveBinding('{datetime}', {})).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
  expect(resolveBinding('{DateTime:yyyyMMdd}', {})).toMatch(/^\d{8}$/);
});

test('an expression without a value is an error', () => {
  expect(() => resolveBinding('{id}', {})).toThrow("No value for named parameter 'id'.");
});

test('inherited properties are no binding data', () => {
  expect(() => resolveBinding('{constructor}', {})).toThrow("No value for named parameter 'constructor'.");
});

test('only a JSON object has properties', () => {
  expect([jsonProperties('{"a":1}'), jsonProperties('[1]'), jsonProperties('{broken')]).toEqual([{ a: 1 }, {}, {}]);
});
