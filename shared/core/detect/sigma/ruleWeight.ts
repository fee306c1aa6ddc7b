import { wordDash } from './encodings';

/** What one rule, and all rules that run together, may weigh; public rules weigh 30,000 at most and 200,000 together. */
export const weightLimits = { rule: 250_000, all: 1_000_000 } as const;

const repeats = /\{(\d{1,4})(?:,(\d{0,4}))?\}/g;

/**
 * How many patterns, and instructions of regular expressions, a detection unfolds into at most; each takes up to some hundred
 * bytes. `key` names the field with its modifiers.
 */
export function weightOf(detection: unknown, key = ''): number {
  if (Array.isArray(detection)) return sumOf(detection.map((one: unknown) => weightOf(one, key)));
  if (typeof detection === 'object' && detection !== null) {
    return sumOf(Object.entries(detection).map(([name, inner]) => weightOf(inner, name)));
  }
  const [, ...modifiers] = key.split('|').map((part) => part.trim());
  return modifiers.length === 0 ? 1 : weightOfValue(String(detection), modifiers);
}

function weightOfValue(value: string, modifiers: readonly string[]): number {
  if (modifiers.includes('re')) return value.length * mostRepeats(value);
  const dashed = modifiers.includes('windash') ? 5 ** (value.split(wordDash).length - 1) : 1;
  return modifiers.includes('base64offset') ? dashed * 3 : dashed;
}

/** RE2 allows a part of a pattern to stand a thousand times, with the repeats around it counted. */
const mostRepeats = (pattern: string): number =>
  Array.from(pattern.matchAll(repeats), ([, least, most]) => Math.max(Number(least), Number(most ?? 0))).reduce(
    (product, times) => Math.min(1000, product * Math.max(1, times)),
    1,
  );

const sumOf = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
