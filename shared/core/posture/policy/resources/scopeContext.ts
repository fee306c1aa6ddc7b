import type { Json, JsonObject } from '../../../../model/json';
import { isObject } from '../coerce';
import { Doubt, expressionError } from '../doubt';
import type { Frame, Result } from '../frame';
import { emptyObject } from '../lowerKeys';
import type { PreparedResource } from './prepare';

const made = (members: Record<string, Json>): JsonObject => Object.assign(emptyObject(), members);
const tagsOf = (body: JsonObject): Json => (isObject(body['tags'] ?? null) ? body['tags']! : emptyObject());

/** The spelling of the id's own segments. */
const segments = (resource: PreparedResource, count: number): string[] =>
  resource.id.split('/').filter(Boolean).slice(0, count);

/** What `subscription()` answers: id, subscriptionId, tenantId, displayName and tags of the subscription it lives in. */
export function subscriptionContext({ resource, world }: Frame): Result {
  if (resource.subscriptionId === '') return expressionError('subscription() of a resource outside of one');
  const found = world.scope(`/subscriptions/${resource.subscriptionId}`);
  if (!found && !world.scopesFromIds) return new Doubt('group-not-collected', 'subscription');
  const body = found?.body ?? emptyObject();
  const properties = isObject(body['properties'] ?? null) ? (body['properties'] as JsonObject) : emptyObject();
  const subscriptionId = segments(resource, 2)[1] ?? resource.subscriptionId;
  return made({
    id: `/subscriptions/${subscriptionId}`,
    subscriptionid: subscriptionId,
    tenantid: body['tenantid'] ?? properties['tenantid'] ?? null,
    displayname: body['displayname'] ?? properties['displayname'] ?? null,
    tags: tagsOf(body),
  });
}

/** What `resourceGroup()` answers: id, name, location and tags of the group it lives in. */
export function groupContext({ resource, world }: Frame): Result {
  if (resource.group === '') return expressionError('resourceGroup() of a resource outside of one');
  const found = world.scope(`/subscriptions/${resource.subscriptionId}/resourcegroups/${resource.group}`);
  if (!found && !world.scopesFromIds) return new Doubt('group-not-collected', 'resource group');
  const body = found?.body ?? emptyObject();
  const own = segments(found ?? resource, 4);
  return made({
    id: `/${own.join('/')}`,
    name: own[3] ?? resource.group,
    location: body['location'] ?? null,
    tags: tagsOf(body),
  });
}
