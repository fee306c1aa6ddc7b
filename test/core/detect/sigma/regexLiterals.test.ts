import fc from 'fast-check';
import { regexLiterals } from '../../../../shared/core/detect/sigma/regexLiterals';

describe('the literals of a regular expression', () => {
  it.each<[string, string[] | undefined]>([
    ['abc', ['abc']],
    ['a.c', undefined],
    ['abcd.*efg', ['abcd']],
    ['abc|defg', ['abc', 'defg']],
    ['abc|d.g', undefined],
    ['(?:usermod|useradd)\\s', ['usermod', 'useradd']],
    ['(abc)?defg', ['defg']],
    ['(abc){0,2}x', undefined],
    ['(7z[ar]?|rar)\\s', ['7z', 'rar']],
    ['(abc)+', ['abc']],
    ['abcd?', ['abc']],
    ['abcd*e', ['abc']],
    ['abcd{2}', ['abcd']],
    ['abc+d', ['abc']],
    ['a\\.exe', ['a.exe']],
    ['\\\\cmd\\.exe$', ['\\cmd.exe']],
    ['[a-z]{3}', undefined],
    ['[]abc]xyz', ['xyz']],
    ['[^\\]]xyz[[:alpha:]]', ['xyz']],
    ['\\x41BCD', ['BCD']],
    ['\\p{L}abc\\pLdefg', ['defg']],
    ['\\d{4}-abc', ['-abc']],
    ['(?i)abc', ['abc']],
    ['(?P<name>abc)', ['abc']],
    ['^abc$', ['abc']],
    ['ab\\Qc.d\\E', undefined],
    ['éabc', ['abc']],
    ['a{b', undefined],
    ['', undefined],
  ])('%s', (pattern, expected) => {
    expect(regexLiterals(pattern)).toEqual(expected);
  });

  it('stand in every match', () => {
    const piece = fc.constantFrom(
      'abc',
      'd',
      '.',
      '[xy]',
      'e?',
      'fgh*',
      '(?:ijk|lmn)',
      '(opq)?',
      '(?:rs|t){2}',
      '\\.',
      '|',
      '\\w+',
      '$',
    );
    const pattern = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const text = fc.array(fc.constantFrom('abc', 'd', 'x', 'fg', 'h', 'ijk', 'lmn', 'opq', 'rs', 't', '.', ' '), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(pattern, text, (source, parts) => {
        const match = new RegExp(source).exec(parts.join(''));
        const literals = regexLiterals(source);
        fc.pre(match !== null && literals !== undefined);
        expect(literals!.some((literal) => match![0].includes(literal))).toBe(true);
      }),
    );
  });
});
