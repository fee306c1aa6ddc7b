import type { JsonObject } from '../../../model/json';

const known = new WeakMap<JsonObject, Set<string>>();

/** Names of a record's members in lower case; made once per record, since every source asks. */
function namesOf(record: JsonObject): Set<string> {
  const names = known.get(record);
  if (names !== undefined) return names;
  const made = new Set<string>();
  for (const name in record) made.add(name.toLowerCase());
  known.set(record, made);
  return made;
}

/** True when the record has a member of one of these names (in lower case), whatever its case there: the cheap test before any other. */
export function hasAny(record: JsonObject, lowerNames: readonly string[]): boolean {
  const names = namesOf(record);
  for (const name of lowerNames) if (names.has(name)) return true;
  return false;
}
