import type { Json } from '../../../../model/json';
import { numberIn } from '../coerce';
import { expressionError } from '../doubt';
import type { Result } from '../frame';
import { many, ofNumbers, pure, type PureFunction } from './pureFunction';

const integer = /^\s*[+-]?\d+\s*$/;

function toInteger([value = null]: Json[]): Result {
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && integer.test(value) ? Number(value) : expressionError('int() of no whole number');
}

function toFloat([value = null]: Json[]): Result {
  const number = typeof value === 'string' ? numberIn(value) : value;
  return typeof number === 'number' ? number : expressionError('float() of no number');
}

/** Of several numbers or of one list of them. */
const extreme = (pick: (...numbers: number[]) => number): PureFunction =>
  pure(1, many, (args) => {
    const list = args.length === 1 && Array.isArray(args[0]) ? args[0] : args;
    const fits = list.length > 0 && list.every((one): one is number => typeof one === 'number');
    return fits ? list.reduce((one, other) => pick(one, other)) : expressionError('min() or max() of no numbers');
  });

const divided = (apply: (a: number, b: number) => number): PureFunction =>
  ofNumbers(2, 2, (a = 0, b = 0) => (b === 0 ? expressionError('division by zero') : apply(a, b)));

export const numbers: Record<string, PureFunction> = {
  int: pure(1, 1, toInteger),
  float: pure(1, 1, toFloat),
  add: ofNumbers(2, 2, (a = 0, b = 0) => a + b),
  sub: ofNumbers(2, 2, (a = 0, b = 0) => a - b),
  mul: ofNumbers(2, 2, (a = 0, b = 0) => a * b),
  div: divided((a, b) => Math.trunc(a / b)),
  mod: divided((a, b) => a % b),
  min: extreme(Math.min),
  max: extreme(Math.max),
};
