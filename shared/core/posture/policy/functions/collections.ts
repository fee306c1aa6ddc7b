import type { Json, JsonObject } from '../../../../model/json';
import { areEqual, isObject, scalarText } from '../coerce';
import { type Doubt, expressionError, isDoubt } from '../doubt';
import { fold } from '../fold';
import type { Result } from '../frame';
import { emptyObject, lowerKeys } from '../lowerKeys';
import { distinct, shared } from './membership';
import { boundedList, many, ofNumbers, pure, type PureFunction } from './pureFunction';

type List = string | Json[];
const isList = (value: Json): value is List => typeof value === 'string' || Array.isArray(value);

function lengthOf(value: Json): number | undefined {
  if (value === null) return 0;
  if (isList(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

/** What stands at that place; of nothing in an empty text it is an empty text, in an empty list null. */
const endOf = (name: string, at: 0 | -1): PureFunction =>
  pure(1, 1, ([list = null]) => {
    if (!isList(list)) return expressionError(`${name}() of no list`);
    return list.at(at) ?? (typeof list === 'string' ? '' : null);
  });

const part = (cut: (list: List, count: number) => List): PureFunction =>
  pure(2, 2, ([list = null, count = null]) => {
    if (!isList(list) || typeof count !== 'number') return expressionError('a list and a number are needed');
    return cut(list, Math.max(0, count));
  });

function contains([container = null, item = null]: Json[]): Result {
  if (Array.isArray(container)) return container.some((element) => areEqual(element, item));
  const wanted = scalarText(item);
  if (wanted === undefined) return expressionError('contains() of no text');
  if (isObject(container)) return fold(wanted) in container;
  return typeof container === 'string'
    ? fold(container).includes(fold(wanted))
    : expressionError('contains() in no list');
}

function createObject(args: Json[]): Result {
  if (args.length % 2 !== 0) return expressionError('createObject() needs pairs');
  const made = emptyObject();
  for (let at = 0; at < args.length; at += 2) {
    const key = args[at];
    if (typeof key !== 'string') return expressionError('createObject() with a key that is no text');
    made[fold(key)] = args[at + 1]!;
  }
  return made;
}

/** Objects merge member by member, the later wins. */
function merged(first: JsonObject, second: JsonObject): JsonObject {
  const made = Object.assign(emptyObject(), first);
  for (const [key, value] of Object.entries(second)) {
    const known = made[key];
    made[key] = known !== undefined && isObject(known) && isObject(value) ? merged(known, value) : value;
  }
  return made;
}

function union(args: Json[]): Result {
  if (args.every(Array.isArray)) {
    const kept = distinct(args.flat());
    return isDoubt(kept) ? kept : boundedList(kept);
  }
  return args.every(isObject)
    ? args.reduce((one, other) => merged(one, other))
    : expressionError('union() of unlike values');
}

function common(first: JsonObject, second: JsonObject): JsonObject {
  const made = emptyObject();
  for (const [key, value] of Object.entries(first))
    if (key in second && areEqual(value, second[key]!)) made[key] = value;
  return made;
}

function intersection(args: Json[]): Result {
  if (args.every(Array.isArray)) {
    const [first = [], ...rest] = args;
    return rest.reduce<Json[] | Doubt>((kept, list) => (isDoubt(kept) ? kept : shared(kept, list)), distinct(first));
  }
  return args.every(isObject)
    ? args.reduce((one, other) => common(one, other))
    : expressionError('intersection() of unlike values');
}

/** The element or member that a key names; undefined where there is none. */
function memberOf(value: Json, key: Json): Json | undefined {
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isObject(value) && typeof key === 'string' ? value[fold(key)] : undefined;
}

function tryGet([value = null, ...keys]: Json[]): Result {
  let found: Json | undefined = value;
  for (const key of keys) found = found === undefined ? undefined : memberOf(found, key);
  return found ?? null;
}

const fromEnd = (list: Json, index: Json): Json | undefined =>
  Array.isArray(list) && typeof index === 'number' && index > 0 ? list.at(-index) : undefined;

function items([value = null]: Json[]): Result {
  if (!isObject(value)) return expressionError('items() of no object');
  return Object.keys(value)
    .sort()
    .map((key) => lowerKeys({ key, value: value[key]! }));
}

const range = ofNumbers(2, 2, (start = 0, count = 0) =>
  count < 0 || count > 10_000
    ? expressionError('range() of too many')
    : Array.from({ length: count }, (_, at) => start + at),
);

export const collections: Record<string, PureFunction> = {
  first: endOf('first', 0),
  last: endOf('last', -1),
  length: pure(1, 1, ([value = null]) => lengthOf(value) ?? expressionError('length() of a number or boolean')),
  empty: pure(1, 1, ([value = null]) => lengthOf(value) === 0),
  intersection: pure(2, many, intersection),
  union: pure(2, many, union),
  createobject: pure(0, many, createObject),
  createarray: pure(0, many, (args) => args),
  array: pure(1, 1, ([value = null]) => (Array.isArray(value) ? value : [value])),
  contains: pure(2, 2, contains),
  tryget: pure(2, many, tryGet),
  take: part((list, count) => list.slice(0, count)),
  skip: part((list, count) => list.slice(count)),
  items: pure(1, 1, items),
  objectkeys: pure(1, 1, ([value = null]) =>
    isObject(value) ? Object.keys(value).sort() : expressionError('objectKeys() of no object'),
  ),
  range,
  indexfromend: pure(
    2,
    2,
    ([list = null, index = null]) => fromEnd(list, index) ?? expressionError('indexFromEnd() out of range'),
  ),
  tryindexfromend: pure(2, 2, ([list = null, index = null]) => fromEnd(list, index) ?? null),
};
