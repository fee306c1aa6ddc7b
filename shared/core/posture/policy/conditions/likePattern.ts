import { Doubt } from '../doubt';
import { fold, foldStartsWith, foldsTo } from '../fold';
import type { Truth } from '../truth';

/** Characters that may be compared: some patterns take pattern times text. */
const maxSteps = 2 ** 26;

/** A test for texts: `*` any run, `?` one character, without case, over the whole text. */
export function likePattern(pattern: string): (text: string) => Truth {
  if (pattern.includes('?')) return singlePattern(pattern);
  const folded = fold(pattern);
  const star = folded.indexOf('*');
  if (star < 0) return (text) => foldsTo(text, folded);
  if (star !== folded.lastIndexOf('*')) {
    const inner = folded.slice(1, -1);
    if (star === 0 && folded.endsWith('*') && !inner.includes('*')) return (text) => fold(text).includes(inner);
    return (text) => matches(folded, fold(text));
  }
  const [head, tail] = [folded.slice(0, star), folded.slice(star + 1)];
  if (tail === '') return (text) => foldStartsWith(text, head);
  return (text) => {
    const whole = fold(text);
    return whole.length >= head.length + tail.length && whole.startsWith(head) && whole.endsWith(tail);
  };
}

/** One character stays one here, although some become two without case. */
function singlePattern(pattern: string): (text: string) => Truth {
  const folded = Array.from(pattern, fold);
  return (text) => matches(folded, Array.from(text, fold));
}

type Characters = string | readonly string[];

/** Greedy with one mark to return to. */
function matches(pattern: Characters, text: Characters): Truth {
  if (pattern.length * text.length > maxSteps)
    return new Doubt('limit-exceeded', `a pattern of ${pattern.length} over a text of ${text.length} characters`);
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
