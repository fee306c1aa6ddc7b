import { isObject } from '../../shared/core/posture/policy/coerce';
import { prepare, type PreparedResource } from '../../shared/core/posture/policy/resources/prepare';
import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { placeChild } from './placeChild';

/** Deeper nesting is none of ARM's. */
const maxNesting = 16;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/**
 * Resources by the recording they come from: rows `{source, resource}` are a world of their own per source, all others are
 * one world. Children nested as `resources` become resources of their own.
 */
export function readResources(rows: readonly JsonObject[]): Map<string, PreparedResource[]> {
  const worlds = new Map<string, PreparedResource[]>();
  for (const row of rows) {
    const wrapped = isObject(row['resource'] ?? null) && typeof row['source'] === 'string';
    const [source, resource] = wrapped ? [row['source'] as string, row['resource'] as JsonObject] : ['', row];
    const world = worlds.get(source) ?? [];
    for (const one of flattened(resource, undefined, 0)) world.push(prepare(one));
    worlds.set(source, world);
  }
  return worlds;
}

function flattened(resource: JsonObject, parent: JsonObject | undefined, depth: number): JsonObject[] {
  const { resources: nested, ...rest } = resource;
  const own = parent ? { ...rest, ...placed(rest, parent) } : rest;
  if (!Array.isArray(nested)) return [own];
  if (depth >= maxNesting)
    throw new Rejected('InvalidResource', `resources nest deeper than ${maxNesting} below each other`);
  return [own, ...nested.filter(isObject).flatMap((child) => flattened(child, own, depth + 1))];
}

/** Id and type of a nested child; where its place is not known the id stays what it was. */
function placed(child: JsonObject, parent: JsonObject): JsonObject {
  const [id, type, name] = [textOf(child['id']), textOf(child['type']), textOf(child['name'])];
  const place = placeChild(type, name, { id: textOf(parent['id']), type: textOf(parent['type']) });
  return id === '' && place.id !== '' ? { ...place } : { type: place.type };
}
