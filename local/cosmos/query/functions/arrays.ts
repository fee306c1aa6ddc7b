import type { Json } from '../../../../shared/model/json';
import { canonical, identical } from '../compare';
import type { Value } from '../syntax';
import type { FunctionTable, ScalarFunction } from './scalarFunction';

/** Partial match of ARRAY_CONTAINS: every property of the wanted object is in the element. */
function includesFragment(element: Json, wanted: Value): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return identical(element, wanted);
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return false;
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(element, name) && includesFragment(element[name] ?? null, value),
  );
}

function contains(list: Value, wanted: Value, partial: Value): Value {
  if (!Array.isArray(list) || wanted === undefined) return undefined;
  const same = partial === true ? includesFragment : identical;
  return list.some((element) => same(element, wanted));
}

function distinct(list: Json[]): Json[] {
  const seen = new Map(list.toReversed().map((element) => [canonical(element), element]));
  return [...seen.values()].toReversed();
}

function ofSets(combine: (one: Json[], other: Json[]) => Json[]): ScalarFunction {
  return {
    least: 2,
    most: 2,
    apply: ([one, other]) => (Array.isArray(one) && Array.isArray(other) ? distinct(combine(one, other)) : undefined),
  };
}

function slice([list, start, length]: Value[]): Value {
  if (!Array.isArray(list) || typeof start !== 'number') return undefined;
  const from = start < 0 ? Math.max(0, list.length + start) : start;
  if (length === undefined) return list.slice(from);
  return typeof length === 'number' ? list.slice(from, from + Math.max(0, length)) : undefined;
}

const without = (one: Json[], other: Json[], kept: boolean) => {
  const members = new Set(other.map(canonical));
  return one.filter((element) => members.has(canonical(element)) === kept);
};

export const arrayFunctions: FunctionTable = {
  ARRAY_CONCAT: {
    least: 2,
    most: 100,
    apply: (args) => (args.every((list) => Array.isArray(list)) ? args.flat(1) : undefined),
  },
  ARRAY_CONTAINS: { least: 2, most: 3, apply: ([list, wanted, partial]) => contains(list, wanted, partial) },
  ARRAY_CONTAINS_ANY: {
    least: 2,
    most: 100,
    apply: ([list, ...wanted]) =>
      Array.isArray(list) ? wanted.some((value) => contains(list, value, false) === true) : undefined,
  },
  ARRAY_CONTAINS_ALL: {
    least: 2,
    most: 100,
    apply: ([list, ...wanted]) =>
      Array.isArray(list) ? wanted.every((value) => contains(list, value, false) === true) : undefined,
  },
  ARRAY_LENGTH: { least: 1, most: 1, apply: ([list]) => (Array.isArray(list) ? list.length : undefined) },
  ARRAY_SLICE: { least: 2, most: 3, apply: slice },
  CHOOSE: {
    least: 2,
    most: 100,
    apply: ([index, ...values]) => (typeof index === 'number' ? values[index - 1] : undefined),
  },
  OBJECTTOARRAY: {
    least: 1,
    most: 1,
    apply: ([value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([k, v]) => ({ k, v }))
        : undefined,
  },
  SETINTERSECT: ofSets((one, other) => without(one, other, true)),
  SETUNION: ofSets((one, other) => [...one, ...other]),
  SETDIFFERENCE: ofSets((one, other) => without(one, other, false)),
};
