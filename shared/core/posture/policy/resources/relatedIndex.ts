import type { PreparedResource } from './prepare';

/** Look-ups of existence checks, so that none walks all resources of a type. Types and ids in lower case. */
export interface RelatedIndex {
  /** Children, and extensions attached, of the resource with that id. */
  below(type: string, ownerId: string): readonly PreparedResource[];
  inGroup(type: string, subscriptionId: string, group: string): readonly PreparedResource[];
  inSubscription(type: string, subscriptionId: string): readonly PreparedResource[];
  withId(type: string, id: string): readonly PreparedResource[];
}

type Lists = Map<string, PreparedResource[]>;
interface Lookups {
  byOwner: Lists;
  byGroup: Lists;
  bySubscription: Lists;
  byId: Lists;
}

const none: readonly PreparedResource[] = [];

function add(lists: Lists, key: string, resource: PreparedResource): void {
  const list = lists.get(key);
  if (list) list.push(resource);
  else lists.set(key, [resource]);
}

/** Each type is indexed when it is asked for first. */
export function relatedIndex(ofType: (type: string) => readonly PreparedResource[]): RelatedIndex {
  const types = new Map<string, Lookups>();

  function lookups(type: string): Lookups {
    const known = types.get(type);
    if (known) return known;
    const made: Lookups = { byOwner: new Map(), byGroup: new Map(), bySubscription: new Map(), byId: new Map() };
    for (const resource of ofType(type)) {
      for (const owner of resource.owners) add(made.byOwner, owner, resource);
      add(made.byGroup, `${resource.subscriptionId}/${resource.group}`, resource);
      add(made.bySubscription, resource.subscriptionId, resource);
      add(made.byId, resource.idLc, resource);
    }
    types.set(type, made);
    return made;
  }

  return {
    below: (type, ownerId) => lookups(type).byOwner.get(ownerId) ?? none,
    inGroup: (type, subscriptionId, group) => lookups(type).byGroup.get(`${subscriptionId}/${group}`) ?? none,
    inSubscription: (type, subscriptionId) => lookups(type).bySubscription.get(subscriptionId) ?? none,
    withId: (type, id) => lookups(type).byId.get(id) ?? none,
  };
}
