import type { Resource } from '../../../model/resource';

/** A resource for the cases of a recommendation, in the group `shop`. */
export function sampleResource(
  type: string,
  properties: Resource['properties'],
  more: Pick<Partial<Resource>, 'kind' | 'identity' | 'sku' | 'location'> & { name?: string } = {},
): Resource {
  const name = more.name ?? 'shop-1';
  return {
    id: `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/${type}/${name}`,
    name,
    type,
    location: 'westeurope',
    ...more,
    properties,
  };
}

/** A child, e.g. `transparentDataEncryption` of a database. */
export const sampleChild = (
  of: Resource,
  segment: string,
  name: string,
  properties: Resource['properties'],
): Resource => ({
  id: `${of.id}/${segment}/${name}`,
  name,
  type: `${of.type}/${segment}`,
  properties,
});

/** An extension of any resource, or something of a subscription that no group holds, e.g. a pricing. */
export const sampleExtension = (
  of: Resource,
  type: string,
  name: string,
  properties: Resource['properties'],
): Resource => ({ id: `${of.id}/providers/${type}/${name}`, name, type, properties });

export const sampleSubscription: Resource = {
  id: '/subscriptions/00000000-0000-0000-0000-000000000001',
  name: 'shop',
  type: 'Microsoft.Resources/subscriptions',
  properties: { subscriptionId: '00000000-0000-0000-0000-000000000001', state: 'Enabled' },
};
