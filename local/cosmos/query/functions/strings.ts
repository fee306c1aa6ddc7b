import { RE2JS } from 're2js';
import { badRequest } from '../../fault';
import type { Value } from '../syntax';
import { ofStrings, type FunctionTable, type ScalarFunction } from './scalarFunction';

const longestResult = 2 * 1024 * 1024;

function search(test: (text: string, part: string) => boolean): ScalarFunction {
  return ofStrings(
    2,
    ([text = '', part = ''], [ignoreCase]) =>
      ignoreCase === true ? test(text.toLowerCase(), part.toLowerCase()) : test(text, part),
    1,
  );
}

const trim = (trimmed: (text: string, characters: string | undefined) => string): ScalarFunction =>
  ofStrings(
    1,
    ([text = ''], [characters]) => trimmed(text, typeof characters === 'string' ? characters : undefined),
    1,
  );

function trimStart(text: string, characters: string | undefined): string {
  if (characters === undefined) return text.trimStart();
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start++;
  return text.slice(start);
}

function trimEnd(text: string, characters: string | undefined): string {
  if (characters === undefined) return text.trimEnd();
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

// Linear-time matching: a pattern must not stall the process that also runs the app.
const compiled = new Map<string, RE2JS>();

function regularExpression(pattern: string, modifiers: string): RE2JS {
  const key = `${modifiers}/${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const flags = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };
  let sum = 0;
  for (const letter of modifiers) {
    if (letter !== 'i' && letter !== 'm' && letter !== 's')
      throw badRequest(`RegexMatch does not know the modifier ${letter}.`);
    sum |= flags[letter];
  }
  try {
    if (compiled.size >= 100) compiled.clear();
    const expression = RE2JS.compile(pattern, sum);
    compiled.set(key, expression);
    return expression;
  } catch (cause) {
    throw badRequest(`The regular expression is invalid or needs more than linear time: ${String(cause)}`);
  }
}

const whole = (value: Value): number | undefined => (typeof value === 'number' ? Math.trunc(value) : undefined);

function parseJson(text: string, accepts: (value: Value) => boolean): Value {
  try {
    const value = JSON.parse(text) as Value;
    return accepts(value) ? value : undefined;
  } catch {
    // Text that is no JSON has no value: the documented result is undefined.
    return undefined;
  }
}

const stringTo = (accepts: (value: Value) => boolean): ScalarFunction =>
  ofStrings(1, ([text = '']) => parseJson(text.trim(), accepts));

function toText(value: Value): Value {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export const stringFunctions: FunctionTable = {
  CONCAT: {
    least: 2,
    most: 100,
    apply: (args) => (args.every((part) => typeof part === 'string') ? args.join('') : undefined),
  },
  CONTAINS: search((text, part) => text.includes(part)),
  STARTSWITH: search((text, part) => text.startsWith(part)),
  ENDSWITH: search((text, part) => text.endsWith(part)),
  STRINGEQUALS: search((text, part) => text === part),
  INDEX_OF: ofStrings(2, ([text = '', part = ''], [start]) => text.indexOf(part, whole(start) ?? 0), 1),
  LEFT: ofStrings(
    1,
    ([text = ''], [count]) => (typeof count === 'number' ? text.slice(0, Math.max(0, count)) : undefined),
    1,
  ),
  RIGHT: ofStrings(
    1,
    ([text = ''], [count]) => (typeof count === 'number' ? text.slice(Math.max(0, text.length - count)) : undefined),
    1,
  ),
  LENGTH: ofStrings(1, ([text = '']) => text.length),
  LOWER: ofStrings(1, ([text = '']) => text.toLowerCase()),
  UPPER: ofStrings(1, ([text = '']) => text.toUpperCase()),
  LTRIM: trim(trimStart),
  RTRIM: trim(trimEnd),
  TRIM: trim((text, characters) => trimEnd(trimStart(text, characters), characters)),
  REPLACE: ofStrings(3, ([text = '', part = '', by = '']) => (part === '' ? text : text.replaceAll(part, () => by))),
  REPLICATE: ofStrings(
    1,
    ([text = ''], [count]) => {
      const times = whole(count);
      return times === undefined || times < 0 || times * text.length > longestResult ? undefined : text.repeat(times);
    },
    1,
  ),
  REVERSE: ofStrings(1, ([text = '']) => Array.from(text).toReversed().join('')),
  SUBSTRING: ofStrings(
    1,
    ([text = ''], [start, length]) => {
      const from = whole(start);
      const count = whole(length);
      return from === undefined || count === undefined
        ? undefined
        : text.slice(Math.max(0, from), Math.max(0, from) + Math.max(0, count));
    },
    2,
  ),
  REGEXMATCH: ofStrings(
    2,
    ([text = '', pattern = ''], [modifiers]) =>
      regularExpression(pattern, typeof modifiers === 'string' ? modifiers : '')
        .matcher(text)
        .find(),
    1,
  ),
  TOSTRING: { least: 1, most: 1, apply: ([value]) => toText(value) },
  STRINGTOARRAY: stringTo((value) => Array.isArray(value)),
  STRINGTOBOOLEAN: stringTo((value) => typeof value === 'boolean'),
  STRINGTONULL: stringTo((value) => value === null),
  STRINGTONUMBER: stringTo((value) => typeof value === 'number'),
  STRINGTOOBJECT: stringTo((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  STRINGSPLIT: ofStrings(2, ([text = '', separator = '']) => text.split(separator)),
  STRINGJOIN: {
    least: 2,
    most: 2,
    apply: ([parts, separator]) =>
      Array.isArray(parts) && typeof separator === 'string' && parts.every((part) => typeof part === 'string')
        ? parts.join(separator)
        : undefined,
  },
};
