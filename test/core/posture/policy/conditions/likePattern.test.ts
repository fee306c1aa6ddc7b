import fc from 'fast-check';
import { likePattern } from '../../../../../shared/core/posture/policy/conditions/likePattern';

/** The same by a regular expression, which takes exponential time on some patterns. */
const byExpression = (pattern: string) =>
  new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, 'i');

test('patterns match what they say', () => {
  const pattern = fc.array(fc.constantFrom('a', 'B', '*', '?'), { maxLength: 7 }).map((signs) => signs.join(''));
  const text = fc.array(fc.constantFrom('a', 'A', 'b', 'c'), { maxLength: 8 }).map((signs) => signs.join(''));
  fc.assert(
    fc.property(pattern, text, (one, other) => expect(likePattern(one)(other)).toBe(byExpression(one).test(other))),
    { numRuns: 2_000 },
  );
});

test('no pattern takes long', () => {
  expect(likePattern(`${'*a'.repeat(200)}b`)('a'.repeat(20_000))).toBe(false);
});
