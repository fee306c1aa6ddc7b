import { compareValues, equals, typeRank } from './compare';
import type { Value } from './syntax';

export type Operator = (left: Value, right: Value) => Value;

/** Ordering is defined between values of one scalar type only. */
const ordering =
  (holds: (order: number) => boolean): Operator =>
  (left, right) => {
    const rank = typeRank(left);
    if (rank === 0 || rank > 4 || rank !== typeRank(right)) return undefined;
    return holds(compareValues(left, right));
  };

const arithmetic =
  (compute: (left: number, right: number) => number): Operator =>
  (left, right) => {
    if (typeof left !== 'number' || typeof right !== 'number') return undefined;
    const result = compute(left, right);
    return Number.isFinite(result) ? result : undefined;
  };

const bitwise = (compute: (left: bigint, right: bigint) => bigint): Operator =>
  arithmetic((left, right) => {
    if (!Number.isInteger(left) || !Number.isInteger(right)) return Number.NaN;
    return Number(BigInt.asIntN(64, compute(BigInt(left), BigInt(right))));
  });

function notEqual(left: Value, right: Value): Value {
  const same = equals(left, right);
  return same === undefined ? undefined : !same;
}

export const operators: Readonly<Record<string, Operator>> = {
  '=': equals,
  '!=': notEqual,
  '<': ordering((order) => order < 0),
  '<=': ordering((order) => order <= 0),
  '>': ordering((order) => order > 0),
  '>=': ordering((order) => order >= 0),
  '+': arithmetic((left, right) => left + right),
  '-': arithmetic((left, right) => left - right),
  '*': arithmetic((left, right) => left * right),
  '/': arithmetic((left, right) => left / right),
  '%': arithmetic((left, right) => left % right),
  '&': bitwise((left, right) => left & right),
  '|': bitwise((left, right) => left | right),
  '^': bitwise((left, right) => left ^ right),
  '<<': bitwise((left, right) => left << (right & 63n)),
  '>>': bitwise((left, right) => left >> (right & 63n)),
  '>>>': bitwise((left, right) => BigInt.asUintN(64, left) >> (right & 63n)),
  '||': (left, right) => (typeof left === 'string' && typeof right === 'string' ? left + right : undefined),
  '??': (left, right) => (left === undefined ? right : left),
};

export const unaryOperators: Readonly<Record<string, (of: Value) => Value>> = {
  NOT: (of) => (typeof of === 'boolean' ? !of : undefined),
  '-': (of) => (typeof of === 'number' ? -of : undefined),
  '+': (of) => (typeof of === 'number' ? of : undefined),
  '~': (of) => (typeof of === 'number' && Number.isInteger(of) ? Number(~BigInt(of)) : undefined),
};
