import type { Json } from '../../../../model/json';
import { areEqual, order } from '../coerce';
import { expressionError } from '../doubt';
import { fold } from '../fold';
import type { Result } from '../frame';
import { pure, type PureFunction } from './pureFunction';

const compared = (holds: (order: number) => boolean): PureFunction =>
  pure(2, 2, ([left = null, right = null]) => {
    const sign = order(left, right);
    return sign === undefined ? expressionError('values without an order') : holds(sign);
  });

/** Booleans and the texts `true` and `false`; undefined for all else. */
export function truthOf(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? fold(value) : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function toBoolean([value = null]: Json[]): Result {
  if (typeof value === 'number') return value !== 0;
  if (value === '1' || value === '0') return value === '1';
  return truthOf(value) ?? expressionError('bool() of another value');
}

/** `if`, `and`, `or` and `coalesce` take what they need only: the compiler has them. */
export const logic: Record<string, PureFunction> = {
  equals: pure(2, 2, ([left = null, right = null]) => areEqual(left, right)),
  less: compared((sign) => sign < 0),
  lessorequals: compared((sign) => sign <= 0),
  greater: compared((sign) => sign > 0),
  greaterorequals: compared((sign) => sign >= 0),
  not: pure(1, 1, ([value = null]) => {
    const truth = truthOf(value);
    return truth === undefined ? expressionError('not() of another value') : !truth;
  }),
  bool: pure(1, 1, toBoolean),
  true: pure(0, 0, () => true),
  false: pure(0, 0, () => false),
  null: pure(0, 0, () => null),
};
