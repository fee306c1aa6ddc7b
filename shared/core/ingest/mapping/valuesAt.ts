import type { Json, JsonObject } from '../../../model/json';
import { field, isObject } from '../field';

/** Values that one path may yield, and members that a path may have: input decides how many there are. */
const mostValues = 32;
const mostMembers = 16;

export type Path = readonly string[];

export const pathOf = (text: string): Path => text.split('.').slice(0, mostMembers);

/** What stands at a path: members by name whatever their case, also names that hold dots themselves; every element of a list. */
export function valuesAt(record: JsonObject, path: Path): Json[] {
  const found: Json[] = [];
  collect(record, path, found);
  return found;
}

function collect(value: Json, path: Path, found: Json[]): void {
  if (found.length >= mostValues) return;
  if (Array.isArray(value)) {
    for (const element of value.slice(0, mostValues)) collect(element, path, found);
    return;
  }
  if (path.length === 0) {
    if (value !== null && value !== '') found.push(value);
    return;
  }
  if (!isObject(value)) return;
  for (let length = path.length; length > 0; length -= 1) {
    const member = field(value, path.slice(0, length).join('.'));
    if (member === undefined) continue;
    collect(member, path.slice(length), found);
    return;
  }
}
