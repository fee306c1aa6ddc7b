import { satisfies } from '../../../../local/host/http/routeConstraint';

describe('satisfies', () => {
  test.each<[string, string, boolean]>([
    ['2147483647', 'int', true],
    ['2147483648', 'int', false],
    ['2147483648', 'long', true],
    ['TRUE', 'bool', true],
    ['00000000-0000-0000-0000-000000000001', 'guid', true],
    ['abc', 'alpha', true],
    ['ab1', 'alpha', false],
    ['2026-11-21', 'datetime', true],
    ['1.5', 'double', true],
    ['abc', 'length(2,3)', true],
    ['abcd', 'length(2,3)', false],
    ['abc', 'length(3)', true],
    ['ab', 'minlength(3)', false],
    ['5', 'range(1,5)', true],
    ['6', 'max(5)', false],
    ['a-1', 'regex(^[a-z]-\\d$)', true],
  ])('%s %s: %s', (value, constraint, expected) => {
    expect(satisfies(value, constraint)).toBe(expected);
  });
});
