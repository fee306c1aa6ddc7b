import type { Json, JsonObject } from '../../../../model/json';
import { isObject } from '../coerce';
import { Doubt, isDoubt } from '../doubt';
import type { Result } from '../frame';
import type { PreparedResource } from '../resources/prepare';
import { kindName, type Segment } from './segments';

/** Where the values of a path with `[*]` go. */
export interface Collection {
  values: Result[];
  /** An array that is absent counts as one missing value; else as none. */
  keepMissing: boolean;
}

/** Keys that tell which kind of a polymorphic object it is. */
const kindKeys = ['type', 'kind', 'odata.type', '$type', 'objecttype', 'datasourcetype'];

/** A value that cannot be known stands in a resource as a doubt: so is then all below it. */
const misfit = (node: Json, segment: Segment): Doubt =>
  isDoubt(node) ? (node as Doubt) : new Doubt('alias-shape', segment.text);

/** Of an object whose kind cannot be known nothing that depends on its kind can be said. */
function kindDoubt(object: JsonObject): Doubt | undefined {
  for (const key of kindKeys) if (isDoubt(object[key])) return object[key] as Doubt;
  return undefined;
}

function isOfKind(object: JsonObject, kind: string): boolean {
  for (const key of kindKeys) {
    const value = object[key];
    if (typeof value === 'string' && value.length === kind.length && kindName(value) === kind) return true;
  }
  return false;
}

const objectIn = (value: Json | undefined): JsonObject | undefined =>
  value !== undefined && isObject(value) && !isDoubt(value) ? value : undefined;

/** Puts a result where it belongs: among those of an array, or back to who asked. */
function deliver(result: Result, into: Collection | undefined): Result {
  into?.values.push(result);
  return result;
}

/** A path from the resource itself: below `properties`, of the envelope, or past names of children and of kinds. */
export function walkRoot(
  path: readonly Segment[],
  from: number,
  resource: PreparedResource,
  into?: Collection,
): Result {
  const { body } = resource;
  const properties = objectIn(body['properties']);
  for (let at = from; at < path.length; at += 1) {
    const segment = path[at]!;
    const own = properties?.[segment.text] ?? (segment.envelope ? body[segment.text] : undefined);
    if (own !== undefined && own !== null) return walkBelow(path, at + 1, own, into);
    if (segment.text === 'properties') return walkBelow(path, at + 1, body['properties'] ?? null, into);
    const inner = objectIn(properties?.['properties'])?.[segment.text];
    if (inner !== undefined && inner !== null) return walkBelow(path, at + 1, inner, into);
    if (at < path.length - 1) {
      if (segment.tail === resource.nameLc) continue;
      if ((properties && isOfKind(properties, segment.kind)) || isOfKind(body, segment.kind)) continue;
    }
    if (segment.split) return walkRoot(segment.split(), at, resource, into);
    if (!properties && (body['properties'] ?? null) !== null)
      return deliver(misfit(body['properties']!, segment), into);
    const kind = at < path.length - 1 ? ((properties && kindDoubt(properties)) ?? kindDoubt(body)) : undefined;
    return kind ? deliver(kind, into) : walkBelow(path, at + 1, null, into);
  }
  return deliver(null, into);
}

/** A path from a value within the resource. */
export function walkBelow(path: readonly Segment[], from: number, start: Json, into?: Collection): Result {
  let node: Json = start;
  for (let at = from; at < path.length; at += 1) {
    const segment = path[at]!;
    if (node === null) {
      const absentArray = segment.star || segment.starAfter;
      return absentArray && into && !into.keepMissing ? null : deliver(null, into);
    }
    if (segment.star) return walkElements(path, at, node, into);
    if (!isObject(node) || isDoubt(node)) return deliver(misfit(node, segment), into);
    const next: Json | undefined = node[segment.text];
    if (next !== undefined && next !== null) {
      node = next;
      continue;
    }
    const properties = objectIn(node['properties']);
    const inner = properties?.[segment.text];
    if (inner !== undefined && inner !== null) {
      node = inner;
      continue;
    }
    const following = path[at + 1];
    if (following && (isOfKind(node, segment.kind) || (properties && isOfKind(properties, segment.kind)))) {
      if (properties && !(following.text in node)) node = properties;
      continue;
    }
    const unknown = doubtOnTheWay(node, properties, following !== undefined);
    if (unknown) return deliver(unknown, into);
    node = null;
  }
  return deliver(node, into);
}

/** Why a member that is missing may yet be there. */
function doubtOnTheWay(node: JsonObject, properties: JsonObject | undefined, goesOn: boolean): Doubt | undefined {
  if (isDoubt(node['properties'])) return node['properties'] as Doubt;
  return goesOn ? (kindDoubt(node) ?? (properties && kindDoubt(properties))) : undefined;
}

function walkElements(path: readonly Segment[], at: number, node: Json, into: Collection | undefined): Result {
  if (!Array.isArray(node)) return deliver(misfit(node, path[at]!), into);
  for (const element of node) walkBelow(path, at + 1, element, into);
  return null;
}

/** A path of the override table: exactly as it stands. */
export function walkLiteral(path: readonly Segment[], from: number, start: Json, into?: Collection): Result {
  let node: Json = start;
  for (let at = from; at < path.length; at += 1) {
    const segment = path[at]!;
    if (node === null)
      return (segment.star || segment.starAfter) && into && !into.keepMissing ? null : deliver(null, into);
    if (segment.star) {
      if (!Array.isArray(node)) return deliver(misfit(node, segment), into);
      for (const element of node) walkLiteral(path, at + 1, element, into);
      return null;
    }
    if (!isObject(node) || isDoubt(node)) return deliver(misfit(node, segment), into);
    node = node[segment.text] ?? null;
  }
  return deliver(node, into);
}
