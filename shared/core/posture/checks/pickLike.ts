import type { Json, JsonObject } from '../../../model/json';
import { isObject } from '../policy/coerce';

/** Of `value` the members that `shape` has, at every depth: what a change of that shape touches, and nothing beside it. */
export function pickLike(value: JsonObject | undefined, shape: JsonObject): JsonObject | null {
  if (value === undefined) return null;
  return Object.fromEntries(
    Object.entries(shape).map(([name, inner]): [string, Json] => {
      const found = value[name];
      if (found === undefined) return [name, null];
      return [name, isObject(inner) && isObject(found) ? pickLike(found, inner) : found];
    }),
  );
}
