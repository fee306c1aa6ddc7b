import { parseInstant } from './instant';
import { isTimespan, toNumber, toText, typeOf, type Value } from './value';

const textOrder = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

/**
 * Order of two values that can be compared, undefined when they cannot. Next to a number, a time or a truth value a text counts as
 * what it says; next to a text, nothing is the empty text.
 */
export function compare(left: Value, right: Value): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return textOrder(left, right);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left === null || right === null) return compareNothing(left, right);
  const [one, other] = [scalar(left, right), scalar(right, left)];
  if (one !== undefined && other !== undefined) return one - other;
  if (typeof left !== 'object' || typeof right !== 'object') return undefined;
  return typeOf(left) === typeOf(right) && toText(left) === toText(right) ? 0 : undefined;
}

function compareNothing(left: Value, right: Value): number | undefined {
  if (left === null && right === null) return 0;
  const empty = left === null ? right : left;
  return empty === '' ? 0 : undefined;
}

/** As a number that may be held against `beside`. */
function scalar(value: Value, beside: Value): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object' && value !== null) return isTimespan(value) ? value.milliseconds : undefined;
  if (typeof value === 'string' && beside instanceof Date) return parseInstant(value);
  if (typeof value === 'string' && typeof beside === 'boolean') return { true: 1, false: 0 }[value.toLowerCase()];
  if (typeof beside === 'object') return undefined;
  return toNumber(value);
}

export const areEqual = (left: Value, right: Value): boolean => compare(left, right) === 0;

const rank: Record<ReturnType<typeof typeOf>, number> = {
  null: 0,
  bool: 1,
  real: 2,
  timespan: 3,
  datetime: 4,
  string: 5,
  dynamic: 6,
};

/** A total order for sorting: by type, then within it. Nothing comes first or last, whichever way the rest goes. */
export function sortOrder(left: Value, right: Value, descending: boolean, nullsFirst: boolean): number {
  if (left === null || right === null) {
    if (left === right) return 0;
    return (left === null) === nullsFirst ? -1 : 1;
  }
  const [one, other] = [rank[typeOf(left)], rank[typeOf(right)]];
  const order = one === other ? withinType(left, right) : one - other;
  return descending ? -order : order;
}

function withinType(left: Value, right: Value): number {
  const order = compare(left, right);
  return order === undefined || Number.isNaN(order) ? textOrder(toText(left), toText(right)) : order;
}
