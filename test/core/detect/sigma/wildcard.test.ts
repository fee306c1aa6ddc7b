import fc from 'fast-check';
import { compileWildcards, parseWildcards } from '../../../../shared/core/detect/sigma/wildcard';

const matches = (pattern: string, text: string) => compileWildcards(parseWildcards(pattern))(text);

/** The definition itself, without care for speed. */
function naive(tokens: ReturnType<typeof parseWildcards>, text: string): boolean {
  const [first, ...rest] = tokens;
  if (first === undefined) return text === '';
  if (first === '*')
    return Array.from({ length: text.length + 1 }, (_, at) => at).some((at) => naive(rest, text.slice(at)));
  if (first === '?') return text.length > 0 && naive(rest, text.slice(1));
  return text.startsWith(first.literal) && naive(rest, text.slice(first.literal.length));
}

describe('wildcards', () => {
  it('agree with their definition', () => {
    const letters = fc.constantFrom('a', 'b', '*', '?', '\\');
    const pattern = fc.array(letters, { maxLength: 10 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', '*', '\\'), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        expect(matches(one, other)).toBe(naive(parseWildcards(one), other));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [String.raw`C:\Windows\*`, String.raw`C:\Windows*`, true],
    [String.raw`C:\Windows\*`, String.raw`C:\Windows\x`, false],
    [String.raw`C:\Windows\\*`, String.raw`C:\Windows\x`, true],
    [String.raw`a\\\*`, String.raw`a\*`, true],
    [String.raw`a\\\*`, String.raw`a\b`, false],
    [String.raw`a\b`, String.raw`a\b`, true],
    [String.raw`\\host`, String.raw`\host`, true],
    [String.raw`\\\\host`, String.raw`\\host`, true],
    ['a?c', 'a\u{1F600}c', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s against %s is %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('look at a text once for each literal between stars', () => {
    const pattern = `${'*a'.repeat(50)}*b`;
    expect(matches(pattern, 'a'.repeat(200_000))).toBe(false);
    expect(matches(pattern, `${'a'.repeat(200_000)}b`)).toBe(true);
  });
});
