import { badRequest } from '../fault';
import { compareValues, typeRank } from './compare';
import type { Evaluate, Slots } from './scope';
import type { Value } from './syntax';

/** One running aggregate: values go in, the result comes out. */
export interface Accumulator {
  add(value: Value): void;
  result(): Value;
}

function count(counts: (value: Value) => boolean): Accumulator {
  let total = 0;
  return {
    add(value) {
      if (counts(value)) total++;
    },
    result: () => total,
  };
}

/** SUM and AVG: undefined values are left out, any other value that is no number makes the result undefined. */
function sum(result: (total: number, numbers: number) => Value): Accumulator {
  let total = 0;
  let numbers = 0;
  let valid = true;
  return {
    add(value) {
      if (typeof value === 'number') {
        total += value;
        numbers++;
      } else if (value !== undefined) valid = false;
    },
    result: () => (valid ? result(total, numbers) : undefined),
  };
}

/** MIN and MAX in the order of ORDER BY: arrays and objects make the result undefined. */
function extreme(direction: 1 | -1): Accumulator {
  let best: Value;
  let valid = true;
  return {
    add(value) {
      if (value === undefined) return;
      if (typeRank(value) > 4) valid = false;
      else if (best === undefined || compareValues(value, best) * direction > 0) best = value;
    },
    result: () => (valid ? best : undefined),
  };
}

const accumulators: Record<string, () => Accumulator> = {
  COUNT: () => count((value) => value !== undefined),
  COUNTIF: () => count((value) => value === true),
  SUM: () => sum((total) => total),
  AVG: () => sum((total, numbers) => (numbers === 0 ? undefined : total / numbers)),
  MIN: () => extreme(-1),
  MAX: () => extreme(1),
};

/** A column of a grouped query: an aggregate of `of`, or the value all rows of the group share. */
export interface GroupColumn {
  name: string;
  aggregate: string | undefined;
  of: Evaluate;
}

/** The first value a column sees: all rows of a group have the same. */
function shared(): Accumulator {
  let value: Value;
  let seen = false;
  return {
    add(next) {
      if (!seen) value = next;
      seen = true;
    },
    result: () => value,
  };
}

/** Starts the accumulators of one group; `add` takes a row. */
export function openGroup(columns: GroupColumn[]): { add(slots: Slots): void; results(): Value[] } {
  const running = columns.map(({ aggregate, of }) => {
    const start = aggregate === undefined ? shared : accumulators[aggregate];
    if (!start) throw badRequest(`The aggregate ${aggregate} is unknown.`);
    return { accumulator: start(), of };
  });
  return {
    add(slots) {
      for (const { accumulator, of } of running) accumulator.add(of(slots));
    },
    results: () => running.map(({ accumulator }) => accumulator.result()),
  };
}
