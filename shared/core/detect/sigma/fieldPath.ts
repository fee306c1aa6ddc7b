import type { Json, JsonObject } from '../../../model/json';

/** Text longer than this is not looked into as JSON. */
const maxJsonText = 262_144;

/**
 * Values of a field (lower-case name) in a record: a key of that whole name first, else a dotted path through objects,
 * arrays and JSON text. Keys are compared without case. Undefined when the record has no such field; a list gives its
 * elements, and its JSON text as well unless it holds plain values only.
 */
export function valuesAt(record: JsonObject, name: string): Json[] | undefined {
  const found: Json[] = [];
  collect(record, name, found);
  return found.length === 0 ? undefined : found;
}

function collect(node: Json, name: string, found: Json[]): void {
  if (Array.isArray(node)) {
    for (const element of node) collect(element, name, found);
    return;
  }
  const object = typeof node === 'string' ? objectIn(node) : node;
  if (object === null || typeof object !== 'object') return;
  if (Array.isArray(object)) return collect(object, name, found);
  const whole = valueOf(object, name);
  if (whole !== undefined) return addLeaves(whole, found);
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const inner = valueOf(object, name.slice(0, dot));
    if (inner !== undefined) collect(inner, name.slice(dot + 1), found);
  }
}

function addLeaves(value: Json, found: Json[]): void {
  if (!Array.isArray(value)) {
    found.push(value);
    return;
  }
  for (const element of value) addLeaves(element, found);
  if (value.length === 0 || value.some((element) => typeof element === 'object' && element !== null)) {
    found.push(JSON.stringify(value));
  }
}

function valueOf(object: JsonObject, lowerName: string): Json | undefined {
  if (Object.hasOwn(object, lowerName)) return object[lowerName];
  for (const key in object) {
    if (key.length === lowerName.length && key.toLowerCase() === lowerName) return object[key];
  }
  return undefined;
}

/** Senders put JSON into text (`requestbody`, `EventProperties`); other text is no object, which is no error. */
export function objectIn(text: string): Json {
  const first = text.trimStart()[0];
  if ((first !== '{' && first !== '[') || text.length > maxJsonText) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** All plain values below a value, as texts; null is none. */
export function leavesOf(value: Json): string[] {
  const leaves: string[] = [];
  collectLeaves(value, leaves);
  return leaves;
}

function collectLeaves(value: Json, leaves: string[]): void {
  if (value === null) return;
  if (typeof value !== 'object') leaves.push(String(value));
  else for (const member of Object.values(value)) collectLeaves(member, leaves);
}
