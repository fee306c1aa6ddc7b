import type { Json } from '../../../shared/model/json';
import type { Value } from './syntax';

/** Order between types: undefined < null < boolean < number < string < array < object. */
export function typeRank(value: Value): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === 'boolean') return 2;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return Array.isArray(value) ? 5 : 6;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}

/** A text that is equal for equal values and different for others: object keys sorted, undefined apart from all JSON. */
export const canonical = (value: Value): string => (value === undefined ? 'undefined' : JSON.stringify(sorted(value)));

function deepEqual(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, index) => deepEqual(item, other[index]))
    );
  }
  if (Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && deepEqual(one[name], other[name]))
  );
}

/** Equality as the operators see it: undefined between values of different types. */
export function equals(one: Value, other: Value): boolean | undefined {
  if (one === undefined || other === undefined || typeRank(one) !== typeRank(other)) return undefined;
  return deepEqual(one, other);
}

/** Whether two values are the same, undefined included: for sets, groups and array search. */
export const identical = deepEqual;

const order = (one: number | string, other: number | string) => (one < other ? -1 : one > other ? 1 : 0);

/** Total order of ORDER BY, MIN and MAX over all values. */
export function compareValues(one: Value, other: Value): number {
  const rank = typeRank(one);
  if (rank !== typeRank(other)) return rank - typeRank(other);
  if (typeof one === 'number' || typeof one === 'string') return order(one, other as number | string);
  if (typeof one === 'boolean') return Number(one) - Number(other);
  return rank < 2 ? 0 : order(canonical(one), canonical(other));
}
