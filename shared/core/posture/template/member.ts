import type { Json, JsonObject } from '../../../model/json';
import { isObject } from '../policy/coerce';
import { isDoubt } from '../policy/doubt';
import { fold } from '../policy/fold';

/** The key of an object as it is spelled there; ARM finds members without case. Of two spellings the exact one wins. */
export function keyOf(object: JsonObject, key: string): string | undefined {
  if (Object.hasOwn(object, key)) return key;
  const wanted = fold(key);
  return Object.keys(object)
    .filter((one) => fold(one) === wanted)
    .sort()[0];
}

/** A member without case; undefined where there is none. */
export function memberOf(object: JsonObject, key: string): Json | undefined {
  const found = keyOf(object, key);
  return found === undefined ? undefined : object[found];
}

/** An object that is known as a whole, if that is what a value is. */
export const objectOf = (value: Json | undefined): JsonObject | undefined =>
  value !== undefined && isObject(value) && !isDoubt(value) ? value : undefined;

/** An object of these members. It has no prototype, so that any key may be in it. */
export function objectWith(entries: Iterable<readonly [string, Json]>): JsonObject {
  const made = Object.create(null) as JsonObject;
  for (const [key, value] of entries) made[keyOf(made, key) ?? key] = value;
  return made;
}

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
