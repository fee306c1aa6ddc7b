import { readJsonSource } from '../../../../shared/core/posture/template/jsonSource';

const text = `\uFEFF{
\t// what it is: "not" a key
  "resources": [
    { "name": "a" }, /* over
       lines */ {
      "name": "http://example.com/* no comment */",
      "Properties": { "text": "one
two" }
    }
  ]
}`;

test('comments and texts over lines are read, as ARM does', () => {
  expect(readJsonSource(text, 'f').value).toEqual({
    resources: [{ name: 'a' }, { name: 'http://example.com/* no comment */', Properties: { text: 'one\ntwo' } }],
  });
});

test('places are those of the file', () => {
  const { regionOf } = readJsonSource(text, 'f');
  expect(regionOf([])).toMatchObject({ startLine: 1, endLine: 11 });
  expect(regionOf(['resources', 0])).toEqual({ startLine: 4, startColumn: 5, endLine: 4 });
  expect(regionOf(['resources', 1])).toEqual({ startLine: 5, startColumn: 17, endLine: 9 });
  expect(regionOf(['resources', 1, 'properties', 'text'])).toMatchObject({ startLine: 7, endLine: 8 });
});

test('what has no place has that of what is around it', () => {
  const { regionOf } = readJsonSource(text, 'f');
  expect(regionOf(['resources', 1, 'none', 3])).toEqual(regionOf(['resources', 1]));
  expect(regionOf(['no'])).toEqual(regionOf([]));
});

test('of a key that stands twice the last counts, for its value and its place', () => {
  const { value, regionOf } = readJsonSource('{"a": 1,\n"a": 2}', 'f');
  expect(value).toEqual({ a: 2 });
  expect(regionOf(['a']).startLine).toBe(2);
});

test.each(['', '{', '{"a": 1,}', 'a: b', "{'a': 1}"])('what is no JSON is refused: %j', (bad) => {
  expect(() => readJsonSource(bad, 'file.json')).toThrow(/^file\.json is no JSON/);
});

test('what is too large or too deep is refused', () => {
  expect(() => readJsonSource(`"${'x'.repeat(5_000_000)}"`, 'f')).toThrow('4 MB');
  expect(() => readJsonSource('['.repeat(5_000) + ']'.repeat(5_000), 'f')).toThrow('deeper');
});
