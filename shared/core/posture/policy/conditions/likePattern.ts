import { fold, foldsTo } from '../fold';

/**
 * A test for texts: `*` any run, `?` one character, without case, over the whole text. Greedy with one mark to return to,
 * so that no pattern takes more than pattern times text.
 */
export function likePattern(pattern: string): (text: string) => boolean {
  const folded = fold(pattern);
  const star = folded.indexOf('*');
  if (folded.includes('?')) return (text) => matches(folded, fold(text));
  if (star < 0) return (text) => foldsTo(text, folded);
  if (star !== folded.lastIndexOf('*')) {
    const inner = folded.slice(1, -1);
    if (star === 0 && folded.endsWith('*') && !inner.includes('*')) return (text) => fold(text).includes(inner);
    return (text) => matches(folded, fold(text));
  }
  const [head, tail] = [folded.slice(0, star), folded.slice(star + 1)];
  return (text) => {
    const whole = fold(text);
    return whole.length >= head.length + tail.length && whole.startsWith(head) && whole.endsWith(tail);
  };
}

function matches(pattern: string, text: string): boolean {
  let [at, position, star, mark] = [0, 0, -1, 0];
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = at;
      mark = position;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      mark += 1;
      position = mark;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
