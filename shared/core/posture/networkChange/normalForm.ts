import type { Json, JsonObject } from '../../../model/json';
import { canonical } from '../../ingest/contentId';
import { without } from './without';

/** Members that change without anybody changing the configuration, or that nobody can change. */
const ignored = new Set([
  'etag',
  'provisioningstate',
  'resourceguid',
  'defaultsecurityrules',
  'systemdata',
  'resourcegroup',
]);

/**
 * The configuration of a resource in one form, however it was told: empty members and those that mean nothing are left out,
 * lists of named objects are objects by name (lower case), other lists are sorted sets, references are ids in lower case.
 */
export function normalForm({ properties, sku }: { properties?: unknown; sku?: unknown }): JsonObject {
  return normalObject({ properties, sku } as JsonObject);
}

/** One value in normal form; undefined when it says nothing. */
function normalValue(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'object') return value;
  const normal = Array.isArray(value) ? normalList(value) : (reference(value) ?? normalObject(value));
  return typeof normal === 'object' && Object.keys(normal).length === 0 ? undefined : normal;
}

/** A child as it stands in the list of its parent: without its name and id. */
export const normalChild = (child: JsonObject): JsonObject => normalObject(without(child, 'name', 'id') as JsonObject);

function normalObject(object: JsonObject): JsonObject {
  const kept = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    const normal = ignored.has(key.toLowerCase()) || isTypeName(key, value) ? undefined : normalValue(value);
    return normal === undefined ? [] : [[key, normal]];
  });
  // `fromEntries` defines members, so that a name such as `__proto__` is a name like any other.
  return Object.fromEntries(kept);
}

/** The type of a child; `type` of an action is no such name. */
const isTypeName = (key: string, value: Json): boolean =>
  key === 'type' && typeof value === 'string' && value.includes('/');

function normalList(list: Json[]): JsonObject | Json[] {
  const names = list.map(nameOf);
  const isNamed = names.every((name) => name !== undefined) && new Set(names).size === names.length;
  if (isNamed && list.length > 0)
    return Object.fromEntries(list.map((item, at) => [names[at]!, normalChild(item as JsonObject)]));
  const byText = new Map(list.flatMap((item) => entryOf(normalValue(item))));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

const entryOf = (item: Json | undefined): [string, Json][] =>
  item === undefined ? [] : [[canonical(item).toLowerCase(), item]];

function nameOf(item: Json): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  return typeof item.name === 'string' && item.name !== '' ? item.name.toLowerCase() : undefined;
}

function reference(object: JsonObject): string | undefined {
  if (typeof object.id !== 'string' || object.id === '') return undefined;
  const others = Object.keys(object).filter((key) => key !== 'id' && !ignored.has(key.toLowerCase()));
  return others.length === 0 ? object.id.toLowerCase() : undefined;
}
