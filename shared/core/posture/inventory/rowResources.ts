import type { Json, JsonObject } from '../../../model/json';
import { type Resource, resourceSchema } from '../../../model/resource';
import { isWithin, parseResourceId } from '../../../model/resourceId';

export interface RowResources {
  resources: Resource[];
  /** What is wrong with rows that are no resources. */
  faults: string[];
}

/** Columns of Resource Graph that repeat what the id says. */
const repeated = new Set(['tenantId', 'subscriptionId', 'resourceGroup']);

const roleAssignments = 'microsoft.authorization/roleassignments';
const protectedItems = 'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems';

/** Rows of Resource Graph as resources of one subscription. What belongs to another scope is left out. */
export function rowResources(rows: readonly JsonObject[], subscriptionId: string): RowResources {
  const found: RowResources = { resources: [], faults: [] };
  for (const row of rows) {
    const parsed = resourceSchema.safeParse(inSubscription(armShape(row), subscriptionId));
    if (!parsed.success) {
      found.faults.push(
        `${JSON.stringify(row['id'] ?? null).slice(0, 200)}: ${parsed.error.issues[0]?.message ?? 'no resource'}`,
      );
      continue;
    }
    const resource = parsed.data;
    if (!isWithin(resource.id, `/subscriptions/${subscriptionId}`)) continue;
    found.resources.push(resource, ...backupOf(resource, subscriptionId));
  }
  return found;
}

/** As Resource Manager writes it: what holds nothing is absent. */
function armShape(row: JsonObject): JsonObject {
  const kept = Object.entries(row).filter(
    ([name, value]) => !repeated.has(name) && value !== null && !(value === '' && name !== 'name'),
  );
  const resource: JsonObject = Object.fromEntries(kept);
  return { ...resource, properties: resource['properties'] ?? {} };
}

/** Assignments above, at and below the subscription are facts about who may do what in it: they are kept with it, and name their scope. */
function inSubscription(resource: JsonObject, subscriptionId: string): JsonObject {
  const { id, type } = resource;
  if (typeof id !== 'string' || typeof type !== 'string' || type.toLowerCase() !== roleAssignments) return resource;
  const at = id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/roleassignments/');
  if (at < 0) return resource;
  const properties: Json = resource['properties'] ?? {};
  const scope = at === 0 ? '/' : id.slice(0, at);
  return {
    ...resource,
    id: `/subscriptions/${subscriptionId}${id.slice(at)}`,
    properties: { scope, ...(properties as JsonObject) },
  };
}

/** Policies look for a record of this pseudo type under the machine that is backed up (reference of the built-ins). */
function backupOf({ type, name, properties }: Resource, subscriptionId: string): Resource[] {
  const source = properties['sourceResourceId'];
  if (type.toLowerCase() !== protectedItems || typeof source !== 'string') return [];
  if (!isWithin(source, `/subscriptions/${subscriptionId}`) || parseResourceId(source).name === '') return [];
  const id = `${source}/providers/Microsoft.RecoveryServices/backupprotecteditems/${name}`;
  return [{ id, name, type: 'Microsoft.RecoveryServices/backupprotecteditems', properties }];
}
