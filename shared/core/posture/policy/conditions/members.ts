import type { Json, JsonObject } from '../../../../model/json';
import { isObject } from '../coerce';
import { PolicyFault } from '../doubt';
import { fold } from '../fold';

/** Members of an object of the language by key without case. The same key twice, or no object at all, is a fault. */
export function members(value: Json | undefined, what: string): Map<string, Json> {
  if (value === undefined || !isObject(value)) throw new PolicyFault('unsupported-syntax', `${what} is no object`);
  const found = new Map<string, Json>();
  for (const [key, member] of Object.entries(value)) {
    const folded = fold(key);
    if (found.has(folded)) throw new PolicyFault('unsupported-syntax', `${key} occurs twice in ${what}`);
    found.set(folded, member);
  }
  return found;
}

/** Members without case of what may be written in any way; of the same key twice the last. */
export const looseMembers = (value: JsonObject): Map<string, Json> =>
  new Map(Object.entries(value).map(([key, member]) => [fold(key), member]));
