import type { Json, JsonObject } from '../../../model/json';
import { fold, foldsTo } from './fold';

const numeric = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The number that a text states, if it states one. */
export const numberIn = (text: string): number | undefined => (numeric.test(text) ? Number(text) : undefined);

/** Text of a scalar; undefined for null, arrays and objects. */
export function scalarText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * Equality of the language: text without case, text and number as numbers if the text states one, text and boolean as
 * `true` or `false`, null like an empty text, arrays and objects member by member.
 */
export function areEqual(left: Json, right: Json): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right || foldsTo(left, fold(right));
  if (left === null || right === null) return (left ?? '') === (right ?? '');
  if (typeof left === 'object' || typeof right === 'object') return areDeepEqual(left, right);
  if (typeof left === typeof right) return left === right;
  if (typeof left === 'string') return equalsScalar(left, right as number | boolean);
  if (typeof right === 'string') return equalsScalar(right, left);
  return false;
}

function equalsScalar(text: string, value: number | boolean): boolean {
  return typeof value === 'boolean' ? fold(text) === String(value) : numberIn(text) === value;
}

function areDeepEqual(left: Json, right: Json): boolean {
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((element, at) => areEqual(element, right[at]!));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => key in right && areEqual(left[key]!, right[key]!));
}

/**
 * Below zero, zero or above; undefined where the language knows no order. Text is ordered by its folded characters, which
 * puts ISO dates and api-versions in order.
 */
export function order(left: Json, right: Json): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    const [a, b] = [fold(left), fold(right)];
    return sign(a, b);
  }
  const a = typeof left === 'string' ? numberIn(left) : left;
  const b = typeof right === 'string' ? numberIn(right) : right;
  return typeof a === 'number' && typeof b === 'number' ? sign(a, b) : undefined;
}

const sign = <Value extends string | number>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);
