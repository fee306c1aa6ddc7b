import type { Value } from '../syntax';

/** A built-in function: total, undefined for arguments of the wrong type. `now` is the time of the query in ms since 1970. */
export interface ScalarFunction {
  least: number;
  most: number;
  apply: (args: Value[], now: number) => Value;
}

export type FunctionTable = Record<string, ScalarFunction>;

/** A function of strings: undefined unless the first `count` arguments are strings. */
export function ofStrings(
  count: number,
  apply: (texts: string[], rest: Value[]) => Value,
  optional = 0,
): ScalarFunction {
  return {
    least: count,
    most: count + optional,
    apply(args) {
      const texts = args.slice(0, count);
      return texts.every((text) => typeof text === 'string') ? apply(texts, args.slice(count)) : undefined;
    },
  };
}

/** A function of numbers; a result that JSON cannot hold is undefined. */
export function ofNumbers(count: number, apply: (...numbers: number[]) => number, optional = 0): ScalarFunction {
  return {
    least: count,
    most: count + optional,
    apply(args) {
      if (!args.every((value) => typeof value === 'number')) return undefined;
      const result = apply(...args);
      return Number.isFinite(result) ? result : undefined;
    },
  };
}
