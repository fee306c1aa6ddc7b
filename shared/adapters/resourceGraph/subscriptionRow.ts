import { z } from 'zod';
import type { FoundSubscription } from '../../flows/ports/inventory';
import type { JsonObject } from '../../model/json';

const rowSchema = z.looseObject({
  subscriptionId: z.string().min(1),
  name: z.string(),
  tenantId: z.string().default(''),
  properties: z
    .looseObject({
      // From the group the subscription is in up to the root group of the tenant.
      managementGroupAncestorsChain: z.array(z.looseObject({ name: z.string() })).nullish(),
    })
    .nullish(),
});

/** A row of `resourcecontainers` that is a subscription. */
export function subscriptionOf(row: JsonObject): FoundSubscription {
  const { subscriptionId, name, tenantId, properties } = rowSchema.parse(row);
  return {
    subscriptionId: subscriptionId.toLowerCase(),
    displayName: name,
    tenantId,
    managementGroups: (properties?.managementGroupAncestorsChain ?? []).map((group) => group.name.toLowerCase()),
  };
}
