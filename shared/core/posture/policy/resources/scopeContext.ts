import type { Json, JsonObject } from '../../../../model/json';
import { isObject } from '../coerce';
import { Doubt, expressionError, isDoubt } from '../doubt';
import type { Frame, Result } from '../frame';
import { emptyObject } from '../lowerKeys';
import type { PreparedResource } from './prepare';

/** A record of a scope; null where it is made from the id of a resource in it. */
type Scope = { found: PreparedResource | undefined; resource: PreparedResource };
type Members = ReadonlyMap<string, (scope: Scope) => Json>;

const none = emptyObject();
const bodyOf = ({ found }: Scope): JsonObject => found?.body ?? none;
const tagsOf = (scope: Scope): Json => (isObject(bodyOf(scope)['tags'] ?? null) ? bodyOf(scope)['tags']! : none);

/** The spelling of the id's own segments. */
const segments = (resource: PreparedResource, count: number): string[] =>
  resource.id.split('/').filter(Boolean).slice(0, count);

const subscriptionIdOf = ({ resource }: Scope): string => segments(resource, 2)[1] ?? resource.subscriptionId;

function subscriptionMember(scope: Scope, key: string): Json {
  const body = bodyOf(scope);
  const properties = body['properties'] ?? null;
  return body[key] ?? (isObject(properties) ? properties[key] : null) ?? null;
}

const subscriptionMembers: Members = new Map<string, (scope: Scope) => Json>([
  ['id', (scope) => `/subscriptions/${subscriptionIdOf(scope)}`],
  ['subscriptionid', subscriptionIdOf],
  ['tenantid', (scope) => subscriptionMember(scope, 'tenantid')],
  ['displayname', (scope) => subscriptionMember(scope, 'displayname')],
  ['tags', tagsOf],
]);

const groupMembers: Members = new Map<string, (scope: Scope) => Json>([
  ['id', ({ found, resource }) => `/${segments(found ?? resource, 4).join('/')}`],
  ['name', ({ found, resource }) => segments(found ?? resource, 4)[3] ?? resource.group],
  ['location', (scope) => bodyOf(scope)['location'] ?? null],
  ['tags', tagsOf],
]);

function subscriptionOf({ resource, world }: Frame): Scope | Doubt {
  if (resource.subscriptionId === '') return expressionError('subscription() of a resource outside of one');
  const found = world.scope(`/subscriptions/${resource.subscriptionId}`);
  return found || world.scopesFromIds ? { found, resource } : new Doubt('group-not-collected', 'subscription');
}

function groupOf({ resource, world }: Frame): Scope | Doubt {
  if (resource.group === '') return expressionError('resourceGroup() of a resource outside of one');
  const found = world.scope(`/subscriptions/${resource.subscriptionId}/resourcegroups/${resource.group}`);
  return found || world.scopesFromIds ? { found, resource } : new Doubt('group-not-collected', 'resource group');
}

/** What a scope answers: all of its members, or one alone, null where it has none of that name. */
export interface ScopeContext {
  all: (frame: Frame) => Result;
  member: (frame: Frame, key: string) => Result;
}

const contextOf = (scopeOf: (frame: Frame) => Scope | Doubt, members: Members): ScopeContext => ({
  all(frame) {
    const scope = scopeOf(frame);
    if (isDoubt(scope)) return scope;
    const made = emptyObject();
    for (const [key, read] of members) made[key] = read(scope);
    return made;
  },
  member(frame, key) {
    const scope = scopeOf(frame);
    return isDoubt(scope) ? scope : (members.get(key)?.(scope) ?? null);
  },
});

/** What `subscription()` answers: id, subscriptionId, tenantId, displayName and tags of the subscription it lives in. */
export const subscriptionContext = contextOf(subscriptionOf, subscriptionMembers);

/** What `resourceGroup()` answers: id, name, location and tags of the group it lives in. */
export const groupContext = contextOf(groupOf, groupMembers);
