import { readPropertyFilter } from '../../shared/http/propertyFilter';

const holds = (filter: string | undefined): boolean =>
  readPropertyFilter(filter)({ state: 'Failed', failedControls: 2, description: "Don't and 'or' do" });

test.each([
  [undefined, true],
  ['', true],
  ["properties/state eq 'failed'", true],
  ["PROPERTIES/STATE NE 'Passed'", true],
  ["properties/state eq 'Passed'", false],
  ['properties/failedControls gt 1', true],
  ['properties/failedControls le 1', false],
  ['properties/nothing ge 0', false],
  ["properties/nothing eq 'x'", false],
  ["properties/description eq 'Don''t and ''or'' do'", true],
  ["properties/state eq 'Passed' or properties/state eq 'Failed' and properties/failedControls eq 2", true],
  ["properties/state eq 'Failed' and properties/failedControls eq 3", false],
])('%s: %s', (filter, expected) => {
  expect(holds(filter)).toBe(expected);
});

test.each([
  "state eq 'Failed'",
  'properties/state eq Failed',
  "properties/state eq 'a' and",
  'and',
  "properties/a/b eq 'c'",
  `properties/state eq '${'a'.repeat(3000)}'`,
])('%s is refused', (filter) => {
  expect(() => readPropertyFilter(filter)).toThrow('$filter has the form');
});
