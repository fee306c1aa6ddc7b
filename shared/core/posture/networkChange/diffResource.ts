import type { Json, JsonObject } from '../../../model/json';
import type { MemberChange } from '../../../model/networkChange';
import { canonical } from '../../ingest/contentId';

/**
 * What differs between two configurations in normal form, member by member. Letter case alone is no difference. A rule or
 * route that is new or gone is one change.
 */
export function diffResource(before: JsonObject, after: JsonObject): MemberChange[] {
  return diffObjects('', before, after);
}

function diffObjects(path: string, before: JsonObject, after: JsonObject): MemberChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => diffValues(path + pointerOf([key]), own(before, key), own(after, key)));
}

/** JSON Pointer (RFC 6901). */
export const pointerOf = (keys: string[]): string =>
  keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function diffValues(path: string, before: Json, after: Json): MemberChange[] {
  if (isObject(before) && isObject(after)) return diffObjects(path, before, after);
  const isSame = canonical(before).toLowerCase() === canonical(after).toLowerCase();
  return isSame ? [] : [{ path, before, after }];
}

/** The configuration after the changes. */
export function applyDiff(before: JsonObject, changes: readonly MemberChange[]): JsonObject {
  return changes.reduce((config, { path, after }) => {
    const keys = path.split('/').slice(1);
    return withValue(
      config,
      keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
      after,
    );
  }, before);
}

/** The object with one member, found by its keys, set or (null) taken out. */
export function withValue(object: JsonObject, [key, ...inner]: string[], value: Json): JsonObject {
  if (key === undefined) return isObject(value) ? value : {};
  const member = own(object, key);
  const next = inner.length === 0 ? value : withValue(isObject(member) ? member : {}, inner, value);
  const others = Object.entries(object).filter(([name]) => name !== key);
  return Object.fromEntries(next === null ? others : [...others, [key, next]]);
}

const own = (object: JsonObject, key: string): Json => (Object.hasOwn(object, key) ? object[key]! : null);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
