import type { Json } from '../../../../model/json';
import { isObject, scalarText } from '../coerce';
import { type Doubt, expressionError, isDoubt } from '../doubt';
import { foldInPlace } from '../fold';
import type { Result } from '../frame';
import {
  boundedJoin,
  boundedJson,
  boundedList,
  boundedText,
  many,
  maxText,
  ofTexts,
  pure,
  tooManyPairs,
  type PureFunction,
} from './pureFunction';

const placeholder = /\{\{|\}\}|\{(\d+)\}|[{}]/g;

function concat(args: Json[]): Result {
  if (args.some(Array.isArray)) {
    if (!args.every(Array.isArray)) return expressionError('concat() of lists and other values');
    return boundedList(args.flat());
  }
  if (args.some(isObject)) return expressionError('concat() of an object');
  return boundedJoin(args.map((arg) => scalarText(arg) ?? ''));
}

/** A text as it is; null is empty, lists and objects are JSON. */
function toText(value: Json): string | Doubt {
  if (value === null) return '';
  const text = scalarText(value);
  return text === undefined ? boundedJson(value) : boundedText(text);
}

function padLeft([value = null, width = null, filler = ' ']: Json[]): Result {
  const text = scalarText(value);
  if (text === undefined || typeof width !== 'number') return expressionError('padLeft() needs a text and a width');
  if (typeof filler !== 'string' || filler.length !== 1) return expressionError('padLeft() pads with one character');
  return width > maxText ? boundedText(' '.repeat(maxText + 1)) : text.padStart(width, filler);
}

function replace(text: string, old = '', by = ''): Result {
  if (old === '') return expressionError('replace() of an empty text');
  // What may become far too long is measured before it is made.
  return by.length > old.length && text.length * by.length > 16 * maxText
    ? boundedJoin(text.split(old), by)
    : boundedText(by.includes('$') ? text.replaceAll(old, () => by) : text.replaceAll(old, by));
}

/** The longest of several delimiters first; case counts. */
function split([text = null, delimiter = null]: Json[]): Result {
  const delimiters = (Array.isArray(delimiter) ? delimiter : [delimiter]).filter(
    (one) => typeof one === 'string' && one !== '',
  );
  if (typeof text !== 'string' || (delimiters.length === 0 && delimiter !== ''))
    return expressionError('split() needs texts');
  const tooMany = tooManyPairs(text.length * delimiters.length);
  if (tooMany) return tooMany;
  const sorted = (delimiters as string[]).toSorted((a, b) => b.length - a.length);
  const parts: string[] = [];
  let [start, at] = [0, 0];
  while (at < text.length) {
    const found = sorted.find((one) => text.startsWith(one, at));
    if (found === undefined) {
      at += 1;
      continue;
    }
    parts.push(text.slice(start, at));
    at += found.length;
    start = at;
  }
  return boundedList([...parts, text.slice(start)]);
}

function substring([text = null, from = null, length]: Json[]): Result {
  if (typeof text !== 'string' || typeof from !== 'number')
    return expressionError('substring() needs a text and a number');
  const count = length === undefined ? text.length - from : length;
  if (typeof count !== 'number' || from < 0 || count < 0 || from + count > text.length)
    return expressionError('substring() out of range');
  return text.slice(from, from + count);
}

/** `{0}`; format strings within the braces are not known. */
function format([pattern = null, ...values]: Json[]): Result {
  if (typeof pattern !== 'string') return expressionError('format() needs a text');
  const texts = values.map(toText);
  const pieces: string[] = [];
  let end = 0;
  for (const { 0: sign, 1: number, index } of pattern.matchAll(placeholder)) {
    pieces.push(pattern.slice(end, index));
    end = index + sign.length;
    const isSign = sign === '{{' || sign === '}}';
    const text = isSign ? sign[0]! : number === undefined ? undefined : texts[Number(number)];
    if (text === undefined) return expressionError('format() of a pattern that its arguments do not fit');
    if (isDoubt(text)) return text;
    pieces.push(text);
  }
  return boundedJoin([...pieces, pattern.slice(end)]);
}

function join([list = null, delimiter = '']: Json[]): Result {
  if (!Array.isArray(list) || typeof delimiter !== 'string') return expressionError('join() needs a list and a text');
  const texts = list.map((element) => (element === null ? '' : scalarText(element)));
  return texts.includes(undefined)
    ? expressionError('join() of a list of no texts')
    : boundedJoin(texts as string[], delimiter);
}

/** Searching is without case; positions count UTF-16 units. */
export const text: Record<string, PureFunction> = {
  concat: pure(1, many, concat),
  replace: ofTexts(3, 3, replace),
  split: pure(2, 2, split),
  padleft: pure(2, 3, padLeft),
  tolower: ofTexts(1, 1, (one) => one.toLowerCase()),
  toupper: ofTexts(1, 1, (one) => one.toUpperCase()),
  trim: ofTexts(1, 1, (one) => one.trim()),
  string: pure(1, 1, ([value = null]) => toText(value)),
  format: pure(1, many, format),
  substring: pure(2, 3, substring),
  startswith: ofTexts(2, 2, (one, part = '') => foldInPlace(one).startsWith(foldInPlace(part))),
  endswith: ofTexts(2, 2, (one, part = '') => foldInPlace(one).endsWith(foldInPlace(part))),
  indexof: ofTexts(2, 2, (one, part = '') => foldInPlace(one).indexOf(foldInPlace(part))),
  lastindexof: ofTexts(2, 2, (one, part = '') => foldInPlace(one).lastIndexOf(foldInPlace(part))),
  join: pure(2, 2, join),
};
