import type { Json } from '../../../../model/json';
import { Doubt, expressionError } from '../doubt';
import type { Result } from '../frame';

/** A function of its arguments alone. `apply` gets between `least` and `most` of them. */
export interface PureFunction {
  least: number;
  most: number;
  apply(args: Json[]): Result;
}

/** Azure's limit of a text while rules are evaluated. */
export const maxText = 131_072;
/** Azure's limit of the nodes of a value. */
export const maxNodes = 32_768;
const maxPairs = 2 ** 24;

export const pure = (least: number, most: number, apply: (args: Json[]) => Result): PureFunction => ({
  least,
  most,
  apply,
});
export const many = 128;

const tooLong = (length: number): Doubt => new Doubt('limit-exceeded', `a text of ${length} characters`);

export const boundedText = (text: string): string | Doubt => (text.length > maxText ? tooLong(text.length) : text);

/** Texts put together, unless that makes too long a one: then it is not made. */
export function boundedJoin(texts: readonly string[], delimiter = ''): string | Doubt {
  const length = texts.reduce((sum, text) => sum + text.length + delimiter.length, 0);
  return length > maxText + delimiter.length ? tooLong(length) : texts.join(delimiter);
}

/** JSON of a list or an object. It is written only if it is not too long. */
export function boundedJson(value: Json): string | Doubt {
  const length = jsonLength(value, maxText);
  return length > maxText ? tooLong(length) : boundedText(JSON.stringify(value));
}

/** At least so many characters the JSON of a value has; counting ends above the limit. */
function jsonLength(value: Json, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 1;
  let length = 2;
  for (const [key, member] of Object.entries(value)) {
    if (length > limit) break;
    length += (Array.isArray(value) ? 1 : key.length + 3) + jsonLength(member, limit - length);
  }
  return length;
}

/** Doubt where comparing so many pairs would take too long. */
export const tooManyPairs = (pairs: number): Doubt | undefined =>
  pairs > maxPairs ? new Doubt('limit-exceeded', `${pairs} comparisons`) : undefined;

export const boundedList = (list: Json[]): Result =>
  list.length > maxNodes ? new Doubt('limit-exceeded', `a list of ${list.length} elements`) : list;

/** A function of texts; null, which a missing property is, counts as an empty text. */
export const ofTexts = (least: number, most: number, apply: (...texts: string[]) => Result): PureFunction =>
  pure(least, most, (args) => {
    const wrong = args.find((arg) => arg !== null && typeof arg !== 'string');
    if (wrong !== undefined) return expressionError('a text is needed');
    return apply(...args.map((arg) => (arg ?? '') as string));
  });

/** A function of numbers. */
export const ofNumbers = (least: number, most: number, apply: (...numbers: number[]) => Result): PureFunction =>
  pure(least, most, (args) =>
    args.every((arg) => typeof arg === 'number') ? apply(...args) : expressionError('a number is needed'),
  );
