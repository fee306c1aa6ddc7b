import { compare } from './compare';
import { maxText } from './operators';
import { tooLarge } from './queryFault';
import { sizeOf } from './sizeOf';
import type { Budget } from './budget';
import { isTimespan, keyText, timespan, toNumber, type Value } from './value';

/** State of one aggregate in one group. `add` gets the values of its arguments for one row. */
export interface Accumulator {
  add(values: Value[]): void;
  result(): Value;
}

export interface Aggregate {
  least: number;
  most: number;
  start(budget: Budget): Accumulator;
}

/** Elements of a set or list when the query names no smaller number; Kusto takes 1,048,576. */
const maxElements = 1_000;

/** Aggregates by name. Nothing (null) counts in none of them but `count`; `dcount` is exact. */
export const aggregates: Record<string, Aggregate> = {
  count: { least: 0, most: 0, start: () => counter(() => true) },
  countif: { least: 1, most: 1, start: () => counter(([test]) => test === true) },
  dcount: { least: 1, most: 1, start: distinctCounter },
  min: { least: 1, most: 1, start: (budget) => extreme(budget, -1) },
  max: { least: 1, most: 1, start: (budget) => extreme(budget, 1) },
  sum: { least: 1, most: 1, start: () => total((sum) => sum) },
  avg: { least: 1, most: 1, start: () => total((sum, count) => sum / count) },
  take_any: { least: 1, most: 1, start: anyOf },
  make_set: { least: 1, most: 2, start: (budget) => elements(budget, true) },
  make_list: { least: 1, most: 2, start: (budget) => elements(budget, false) },
};

function counter(counts: (values: Value[]) => boolean): Accumulator {
  let count = 0;
  return { add: (values) => void (count += Number(counts(values))), result: () => count };
}

function distinctCounter(budget: Budget): Accumulator {
  const seen = new Set<string>();
  return {
    add([value = null]) {
      const key = keyText(value);
      if (value !== null && !seen.has(key) && budget.hold(key.length)) seen.add(key);
    },
    result: () => seen.size,
  };
}

function extreme(budget: Budget, sign: 1 | -1): Accumulator {
  let found: Value = null;
  return {
    add([value = null]) {
      if (value === null) return;
      const order = found === null ? sign : compare(value, found);
      if (order !== undefined && order * sign > 0 && keep(budget, value, found)) found = value;
    },
    result: () => found,
  };
}

/** Of numbers and texts that are numbers, or of timespans. */
function total(finish: (sum: number, count: number) => number): Accumulator {
  let [sum, count, spans] = [0, 0, false];
  return {
    add([value = null]) {
      const number = isTimespan(value) ? value.milliseconds : toNumber(value);
      if (number === undefined) return;
      spans ||= isTimespan(value);
      sum += number;
      count += 1;
    },
    result() {
      if (count === 0) return null;
      const result = finish(sum, count);
      return spans ? timespan(result) : result;
    },
  };
}

function anyOf(budget: Budget): Accumulator {
  let found: Value = null;
  return {
    add([value = null]) {
      if (found === null && value !== null && keep(budget, value, null)) found = value;
    },
    result: () => found,
  };
}

/** Asks to keep a value in the place of another. */
function keep(budget: Budget, value: Value, instead: Value): boolean {
  if (instead !== null) budget.release(sizeOf([instead]));
  return budget.hold(sizeOf([value]));
}

function elements(budget: Budget, once: boolean): Accumulator {
  const found: Value[] = [];
  let characters = 0;
  const seen = new Set<string>();
  return {
    add([value = null, limit = maxElements]) {
      if (value === null || found.length >= Math.min(toNumber(limit) ?? maxElements, maxElements)) return;
      const key = once ? keyText(value) : '';
      if (seen.has(key)) return;
      const size = sizeOf([value]);
      if (characters + size > maxText) throw tooLarge('A list', maxText);
      if (!budget.hold(size)) return;
      characters += size;
      if (once) seen.add(key);
      found.push(value);
    },
    result: () => found,
  };
}
