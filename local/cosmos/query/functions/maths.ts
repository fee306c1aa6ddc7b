import { ofNumbers, type FunctionTable, type ScalarFunction } from './scalarFunction';

/** A function of two 64-bit integers: undefined for numbers with a fraction. */
function ofIntegers(count: 1 | 2, apply: (one: bigint, other: bigint) => bigint): ScalarFunction {
  return ofNumbers(count, (one, other = 0) =>
    Number.isInteger(one) && Number.isInteger(other)
      ? Number(BigInt.asIntN(64, apply(BigInt(one), BigInt(other))))
      : Number.NaN,
  );
}

const divided = (apply: (one: bigint, other: bigint) => bigint) =>
  ofNumbers(2, (one, other) =>
    other === 0 || !Number.isInteger(one) || !Number.isInteger(other)
      ? Number.NaN
      : Number(apply(BigInt(one), BigInt(other))),
  );

const shift = (apply: (one: bigint, by: bigint) => bigint) => ofIntegers(2, (one, by) => apply(one, by & 63n));

function round(value: number, digits = 0): number {
  const scale = 10 ** digits;
  // Halves go away from zero, unlike Math.round.
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
}

export const mathFunctions: FunctionTable = {
  ABS: ofNumbers(1, Math.abs),
  ACOS: ofNumbers(1, Math.acos),
  ASIN: ofNumbers(1, Math.asin),
  ATAN: ofNumbers(1, Math.atan),
  ATN2: ofNumbers(2, Math.atan2),
  CEILING: ofNumbers(1, Math.ceil),
  COS: ofNumbers(1, Math.cos),
  COT: ofNumbers(1, (angle) => 1 / Math.tan(angle)),
  DEGREES: ofNumbers(1, (angle) => (angle * 180) / Math.PI),
  EXP: ofNumbers(1, Math.exp),
  FLOOR: ofNumbers(1, Math.floor),
  INTADD: ofIntegers(2, (one, other) => one + other),
  INTBITAND: ofIntegers(2, (one, other) => one & other),
  INTBITLEFTSHIFT: shift((one, by) => one << by),
  INTBITNOT: ofIntegers(1, (one) => ~one),
  INTBITOR: ofIntegers(2, (one, other) => one | other),
  INTBITRIGHTSHIFT: shift((one, by) => one >> by),
  INTBITXOR: ofIntegers(2, (one, other) => one ^ other),
  INTDIV: divided((one, other) => one / other),
  INTMOD: divided((one, other) => one % other),
  INTMUL: ofIntegers(2, (one, other) => one * other),
  INTSUB: ofIntegers(2, (one, other) => one - other),
  LOG: ofNumbers(1, (value, base) => (base === undefined ? Math.log(value) : Math.log(value) / Math.log(base)), 1),
  LOG10: ofNumbers(1, Math.log10),
  NUMBERBIN: ofNumbers(1, (value, size = 1) => Math.floor(value / size) * size, 1),
  PI: { least: 0, most: 0, apply: () => Math.PI },
  POWER: ofNumbers(2, (base, exponent) => base ** exponent),
  RADIANS: ofNumbers(1, (angle) => (angle * Math.PI) / 180),
  RAND: { least: 0, most: 0, apply: () => Math.random() },
  ROUND: ofNumbers(1, round, 1),
  SIGN: ofNumbers(1, Math.sign),
  SIN: ofNumbers(1, Math.sin),
  SQRT: ofNumbers(1, Math.sqrt),
  SQUARE: ofNumbers(1, (value) => value * value),
  TAN: ofNumbers(1, Math.tan),
  TRUNC: ofNumbers(1, Math.trunc),
};
