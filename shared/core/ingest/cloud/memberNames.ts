import type { JsonObject } from '../../../model/json';
import { field } from '../field';

/** True when the record has a member of one of these names (in lower case), whatever its case there: the cheap test before any other. */
export function hasAny(record: JsonObject, lowerNames: readonly string[]): boolean {
  for (const name of lowerNames) if (field(record, name) !== undefined) return true;
  return false;
}
