import type { Json } from '../../../../model/json';
import { isObject, scalarText } from '../coerce';
import { expressionError } from '../doubt';
import { foldInPlace } from '../fold';
import type { Result } from '../frame';
import { boundedList, boundedText, many, maxText, ofTexts, pure, type PureFunction } from './pureFunction';

const placeholder = /\{\{|\}\}|\{(\d+)\}|[{}]/g;

function concat(args: Json[]): Result {
  if (args.some(Array.isArray)) {
    if (!args.every(Array.isArray)) return expressionError('concat() of lists and other values');
    return boundedList(args.flat());
  }
  if (args.some(isObject)) return expressionError('concat() of an object');
  return boundedText(args.map((arg) => scalarText(arg) ?? '').join(''));
}

/** A text as it is; null is empty, lists and objects are JSON. */
function toText([value = null]: Json[]): Result {
  if (value === null) return '';
  return boundedText(scalarText(value) ?? JSON.stringify(value));
}

function padLeft([value = null, width = null, filler = ' ']: Json[]): Result {
  const text = scalarText(value);
  if (text === undefined || typeof width !== 'number') return expressionError('padLeft() needs a text and a width');
  if (typeof filler !== 'string' || filler.length !== 1) return expressionError('padLeft() pads with one character');
  return width > maxText ? boundedText(' '.repeat(maxText + 1)) : text.padStart(width, filler);
}

function replace(text: string, old = '', by = ''): Result {
  if (old === '') return expressionError('replace() of an empty text');
  return text.length * (by.length + 1) > maxText * 64
    ? expressionError('replace() of too long a text')
    : boundedText(text.replaceAll(old, () => by));
}

/** The longest of several delimiters first; case counts. */
function split([text = null, delimiter = null]: Json[]): Result {
  const delimiters = (Array.isArray(delimiter) ? delimiter : [delimiter]).filter(
    (one) => typeof one === 'string' && one !== '',
  );
  if (typeof text !== 'string' || (delimiters.length === 0 && delimiter !== ''))
    return expressionError('split() needs texts');
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
  let wrong = false;
  const text = pattern.replace(placeholder, (sign, index: string | undefined) => {
    if (sign === '{{' || sign === '}}') return sign[0]!;
    const value = index === undefined ? undefined : values[Number(index)];
    if (value === undefined) wrong = true;
    return value === undefined || value === null ? '' : (scalarText(value) ?? JSON.stringify(value));
  });
  return wrong ? expressionError('format() of a pattern that its arguments do not fit') : boundedText(text);
}

function join([list = null, delimiter = '']: Json[]): Result {
  if (!Array.isArray(list) || typeof delimiter !== 'string') return expressionError('join() needs a list and a text');
  const texts = list.map((element) => (element === null ? '' : scalarText(element)));
  return texts.includes(undefined)
    ? expressionError('join() of a list of no texts')
    : boundedText(texts.join(delimiter));
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
  string: pure(1, 1, toText),
  format: pure(1, many, format),
  substring: pure(2, 3, substring),
  startswith: ofTexts(2, 2, (one, part = '') => foldInPlace(one).startsWith(foldInPlace(part))),
  endswith: ofTexts(2, 2, (one, part = '') => foldInPlace(one).endsWith(foldInPlace(part))),
  indexof: ofTexts(2, 2, (one, part = '') => foldInPlace(one).indexOf(foldInPlace(part))),
  lastindexof: ofTexts(2, 2, (one, part = '') => foldInPlace(one).lastIndexOf(foldInPlace(part))),
  join: pure(2, 2, join),
};
