import { fold } from '../fold';

const digit = /^\p{Nd}$/u;
const letter = /^\p{L}$/u;

/** A test for texts of the same length: `#` a digit, `?` a letter, `.` any character, all others as they are. */
export function matchPattern(pattern: string, withoutCase: boolean): (text: string) => boolean {
  const wanted = Array.from(pattern);
  const isSame = withoutCase ? (a: string, b: string) => fold(a) === fold(b) : (a: string, b: string) => a === b;
  return (text) => {
    const given = Array.from(text);
    return given.length === wanted.length && given.every((character, at) => fits(character, wanted[at]!));
  };

  function fits(character: string, sign: string): boolean {
    if (sign === '#') return digit.test(character);
    if (sign === '?') return letter.test(character);
    return sign === '.' || isSame(character, sign);
  }
}
