import type { Json, JsonObject } from '../../../../model/json';
import { isObject, scalarText } from '../../policy/coerce';
import { Doubt, expressionError, isDoubt } from '../../policy/doubt';
import type { Result } from '../../policy/frame';
import { boundedList, many, ofTexts, pure, type PureFunction } from '../../policy/functions/pureFunction';
import { keyOf, memberOf, objectOf, objectWith } from '../member';
import { knownPart, unknownWithin } from '../partlyKnown';
import { pureFunctions } from '../../policy/functions/pureFunctions';

/** Texts are compared with case, keys of objects without, as the functions of templates are documented. */
export function areSame(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, at) => areSame(one, right[at]!));
  }
  if (isDoubt(left) || isDoubt(right)) return left === right;
  if (!isObject(left) || !isObject(right)) return left === right;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => {
      const other = memberOf(right, key);
      return other !== undefined && areSame(left[key]!, other);
    })
  );
}

/** Values that are the same as far as they are written are the same; else an unknown part leaves it open. */
function equals([left = null, right = null]: Json[]): Result {
  const unknown = unknownWithin(left) ?? unknownWithin(right);
  if (!unknown) return areSame(left, right);
  return typeof left === 'string' && left === right ? true : unknown;
}

function empty([value = null]: Json[]): Result {
  if (typeof value === 'string' && knownPart(value) === '' && value !== '') return unknownWithin(value)!;
  if (value === null || value === '') return true;
  return typeof value === 'object' && (Array.isArray(value) ? value : Object.keys(value)).length === 0;
}

function contains([container = null, item = null]: Json[]): Result {
  if (Array.isArray(container)) return container.some((element) => areSame(element, item));
  const wanted = scalarText(item);
  if (wanted === undefined) return expressionError('contains() of no text');
  const object = objectOf(container);
  if (object) return unknownWithin(wanted) ?? keyOf(object, wanted) !== undefined;
  return typeof container === 'string' ? container.includes(wanted) : expressionError('contains() in no list');
}

/** Doubts among the members stay where they are. */
function createObject(args: Json[]): Result {
  if (args.length % 2 !== 0) return expressionError('createObject() needs pairs');
  const entries: [string, Json][] = [];
  for (let at = 0; at < args.length; at += 2) {
    const key = args[at]!;
    if (isDoubt(key)) return key;
    if (typeof key !== 'string') return expressionError('createObject() with a key that is no text');
    const unknown = unknownWithin(key);
    if (unknown) return unknown;
    entries.push([key, args[at + 1]!]);
  }
  return objectWith(entries);
}

function distinct(list: Json[]): Json[] {
  const kept: Json[] = [];
  for (const element of list) if (!kept.some((one) => areSame(one, element))) kept.push(element);
  return kept;
}

/** The later wins. Objects within are merged too if it goes deep; whether an unknown member is an object is not known. */
function merged(first: JsonObject, second: JsonObject, deep: boolean): JsonObject {
  const made = objectWith(Object.entries(first));
  for (const [key, value] of Object.entries(second)) {
    const place = keyOf(made, key) ?? key;
    const [before, after] = [objectOf(made[place]), objectOf(value)];
    made[place] = deep && before && after ? merged(before, after, true) : value;
  }
  return made;
}

function union(args: Json[]): Result {
  if (args.every(Array.isArray)) return boundedList(distinct(args.flat()));
  if (!args.every(isObject)) return expressionError('union() of unlike values');
  return args.reduce((one, other) => merged(one, other, true));
}

function shallowMerge([list = null]: Json[]): Result {
  if (!Array.isArray(list)) return expressionError('shallowMerge() of no list');
  const doubt = list.find(isDoubt);
  if (doubt) return doubt as unknown as Doubt;
  if (!list.every(isObject)) return expressionError('shallowMerge() of other values than objects');
  return list.reduce<JsonObject>((one, other) => merged(one, other, false), objectWith([]));
}

function intersection(args: Json[]): Result {
  if (args.every(Array.isArray)) {
    const [first = [], ...rest] = args;
    return distinct(first).filter((element) => rest.every((list) => list.some((one) => areSame(one, element))));
  }
  if (!args.every(isObject)) return expressionError('intersection() of unlike values');
  return args.reduce((one, other) =>
    objectWith(
      Object.entries(one).filter(([key, value]) => {
        const same = memberOf(other, key);
        return same !== undefined && areSame(value, same);
      }),
    ),
  );
}

const items = ([value = null]: Json[]): Result => {
  const object = objectOf(value);
  if (!object) return expressionError('items() of no object');
  return Object.keys(object)
    .sort()
    .map((key) =>
      objectWith([
        ['key', key],
        ['value', object[key]!],
      ]),
    );
};

function tryGet([value = null, ...keys]: Json[]): Result {
  let found: Json | undefined = value;
  for (const key of keys) {
    if (isDoubt(found)) return found as unknown as Doubt;
    const unknown = unknownWithin(key);
    if (unknown) return unknown;
    if (Array.isArray(found)) found = typeof key === 'number' ? found[key] : undefined;
    else found = typeof key === 'string' ? memberOf(objectOf(found) ?? {}, key) : undefined;
  }
  return found ?? null;
}

/** Positions are those of elements; the common functions look into texts only. */
const position = (name: 'indexof' | 'lastindexof'): PureFunction =>
  pure(2, 2, ([container = null, item = null]) => {
    if (!Array.isArray(container)) return pureFunctions.get(name)!.apply([container, item]);
    const same = (one: Json): boolean => areSame(one, item);
    return name === 'indexof' ? container.findIndex(same) : container.findLastIndex(same);
  });

function parseJson(text: string): Result {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    return expressionError(`json(): ${(error as Error).message}`);
  }
}

export const objects: Record<string, PureFunction> = {
  equals: pure(2, 2, equals),
  empty: pure(1, 1, empty),
  contains: pure(2, 2, contains),
  createobject: pure(0, many, createObject),
  union: pure(2, many, union),
  shallowmerge: pure(1, 1, shallowMerge),
  intersection: pure(2, many, intersection),
  items: pure(1, 1, items),
  objectkeys: pure(1, 1, ([value = null]) =>
    objectOf(value) ? Object.keys(value as JsonObject).sort() : expressionError('objectKeys() of no object'),
  ),
  tryget: pure(2, many, tryGet),
  flatten: pure(1, 1, ([list = null]) =>
    Array.isArray(list) && list.every(Array.isArray) ? list.flat() : expressionError('flatten() of no list of lists'),
  ),
  indexof: position('indexof'),
  lastindexof: position('lastindexof'),
  json: ofTexts(1, 1, parseJson),
  base64tojson: ofTexts(1, 1, (text) => {
    const decoded = pureFunctions.get('base64tostring')!.apply([text]);
    return typeof decoded === 'string' ? parseJson(decoded) : decoded;
  }),
};
