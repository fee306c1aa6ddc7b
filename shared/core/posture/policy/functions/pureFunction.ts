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

export const pure = (least: number, most: number, apply: (args: Json[]) => Result): PureFunction => ({
  least,
  most,
  apply,
});
export const many = 128;

export const boundedText = (text: string): Result =>
  text.length > maxText ? new Doubt('limit-exceeded', `a text of ${text.length} characters`) : text;

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
