import type { Json, JsonObject } from '../../model/json';
import { canonical } from '../ingest/contentId';

/**
 * Writes entities as Defender for Cloud does (Newtonsoft reference handling): PascalCase names and a running `$id`; an
 * object is written in full where it first occurs, afterwards as `{"$ref": "5"}`. `"1"` is the alert itself and is not printed.
 */
export function withReferences(lists: { [name: string]: JsonObject[] }): { [name: string]: JsonObject[] } {
  const ids = new Map<string, string>();
  let next = 2;

  const written = (object: JsonObject): JsonObject => {
    const identity = canonical(object);
    const known = ids.get(identity);
    if (known) return { $ref: known };
    const id = String(next++);
    ids.set(identity, id);
    const members = Object.entries(object).map(([key, value]) => [pascal(key), inside(value)] as const);
    return { $id: id, ...Object.fromEntries(members) };
  };
  const inside = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(inside);
    return typeof value === 'object' && value !== null ? written(value) : value;
  };
  return Object.fromEntries(Object.entries(lists).map(([name, objects]) => [name, objects.map(written)]));
}

const spelled: Record<string, string> = { azureID: 'AzureID', azureResourceId: 'AzureResourceId' };

export const pascal = (name: string): string => spelled[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
