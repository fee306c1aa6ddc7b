import type { Json, JsonObject } from '../../model/json';

/** A member by name whatever its case, as senders vary in it; the spelling asked for goes first. */
export function field(record: JsonObject, name: string): Json | undefined {
  const exact = record[name];
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  for (const key in record) {
    if (key.length === name.length && key.toLowerCase() === lower) return record[key];
  }
  return undefined;
}

/** A value as text: numbers and booleans are written out, all else is empty. */
export function asText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The member of that name as text. */
export const textField = (record: JsonObject, name: string): string => asText(field(record, name));

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects as they are, and objects or arrays that came as JSON text; undefined for everything else. */
export function jsonField(value: Json | undefined): JsonObject | Json[] | undefined {
  if (typeof value === 'object') return value ?? undefined;
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return undefined;
  try {
    return jsonField(JSON.parse(value) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
