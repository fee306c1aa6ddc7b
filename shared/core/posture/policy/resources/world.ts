import type { JsonObject } from '../../../../model/json';
import { canonicalJson } from './canonicalJson';
import type { PreparedResource } from './prepare';
import { relatedIndex, type RelatedIndex } from './relatedIndex';

/** Everything that a judgement may look at. */
export interface World extends RelatedIndex {
  resources: readonly PreparedResource[];
  /** ISO 8601 in UTC with seven digits of a second, as `utcNow()` gives it. */
  now: string;
  /** Resources of a type in lower case, in the order given. */
  ofType(type: string): readonly PreparedResource[];
  /** The same for several types together. */
  ofTypes(types: ReadonlySet<string>): readonly PreparedResource[];
  /** The resource group or subscription with that id in lower case. */
  scope(id: string): PreparedResource | undefined;
  /** True if all resources of that type around the resource are known: its children, or those of its subscription. */
  collected(type: string, around: PreparedResource): boolean;
  /** True if a resource group or subscription that is missing may be made from its id. */
  scopesFromIds: boolean;
}

export interface WorldOptions {
  /** ISO 8601 in UTC. */
  now: string;
  collected?: (type: string, around: PreparedResource) => boolean;
  scopesFromIds?: boolean;
}

/** `collected` is true for all types unless it says otherwise. Nothing depends on the order of the resources but their order. */
export function createWorld(resources: readonly PreparedResource[], options: WorldOptions): World {
  const types = new Map<string, PreparedResource[]>();
  const scopes = new Map<string, PreparedResource>();
  const places = new Map<PreparedResource, number>();
  for (const resource of resources) {
    places.set(resource, places.size);
    const same = types.get(resource.typeLc);
    if (same) same.push(resource);
    else types.set(resource.typeLc, [resource]);
    if (scopeTypes.has(resource.typeLc)) scopes.set(resource.idLc, firstOf(scopes.get(resource.idLc), resource));
  }
  const ofType = (type: string): readonly PreparedResource[] => types.get(type) ?? [];
  const ofTypes = (wanted: ReadonlySet<string>): readonly PreparedResource[] => {
    const lists = [...wanted].map(ofType).filter((list) => list.length > 0);
    if (lists.length <= 1) return lists[0] ?? [];
    return lists.flat().sort((a, b) => places.get(a)! - places.get(b)!);
  };
  return {
    ...relatedIndex(ofType),
    resources,
    now: sevenDigits(options.now),
    ofType,
    ofTypes,
    scope: (id) => scopes.get(id),
    collected: options.collected ?? (() => true),
    scopesFromIds: options.scopesFromIds ?? false,
  };
}

const scopeTypes = new Set(['microsoft.resources/subscriptions', 'microsoft.resources/subscriptions/resourcegroups']);

/** Of two records of one scope always the same one, whichever came first. */
function firstOf(one: PreparedResource | undefined, other: PreparedResource): PreparedResource {
  if (!one) return other;
  const text = ({ body }: { body: JsonObject }): string => canonicalJson(body);
  return text(other) < text(one) ? other : one;
}

const sevenDigits = (iso: string): string =>
  iso.replace(/(?:\.(\d+))?Z$/, (_, digits: string = '') => `.${digits.padEnd(7, '0').slice(0, 7)}Z`);
