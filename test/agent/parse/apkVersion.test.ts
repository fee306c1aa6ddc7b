import fc from 'fast-check';
import { compareApkVersions } from '../../../agent/parse/apkVersion';

test.each([
  ['1.0', '1.1'],
  ['1.9', '1.10'],
  ['1.2', '1.2.0'],
  ['1.2', '1.2.1'],
  ['1.2', '1.2a'],
  ['1.2a', '1.2b'],
  ['1.2a', '1.2.1'],
  ['1.2_alpha', '1.2_beta'],
  ['1.2_beta3', '1.2_pre1'],
  ['1.2_rc9', '1.2'],
  ['1.2', '1.2_p1'],
  ['1.2_p1', '1.2_p10'],
  ['1.2_git20240101', '1.2_git20240202'],
  ['1.2_p1_rc1', '1.2_p1'],
  ['1.2-r9', '1.2-r10'],
  ['1.2', '1.2-r0'],
  ['1.2-r3', '1.2.1-r0'],
  ['2.9.14_rc1-r5', '2.9.14-r0'],
  ['1.01', '1.1'],
])('%s is older than %s', (older, newer) => {
  expect(compareApkVersions(older, newer)).toBeLessThan(0);
  expect(compareApkVersions(newer, older)).toBeGreaterThan(0);
  expect(compareApkVersions(newer, newer)).toBe(0);
});

test.each(['', 'x', '1.2_nonsense1', '1..2', '1.2-r', '1.2 3'])('%j is no version', (text) => {
  expect(compareApkVersions(text, '1.0')).toBeUndefined();
});

test('versions are in one order', () => {
  const version = fc
    .tuple(
      fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', 'a', 'c'),
      fc.constantFrom('', '_rc1', '_p2', '_alpha', '_git3'),
      fc.constantFrom('', '-r0', '-r7'),
    )
    .map(([digits, ...rest]) => digits.join('.') + rest.join(''));
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      const [ab, bc, ac] = [compareApkVersions(a, b)!, compareApkVersions(b, c)!, compareApkVersions(a, c)!];
      expect(Math.sign(compareApkVersions(b, a)!)).toBe(-Math.sign(ab) || 0);
      expect(ab <= 0 && bc <= 0 && ac > 0).toBe(false);
    }),
  );
});
