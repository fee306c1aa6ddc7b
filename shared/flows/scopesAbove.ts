import type { SubscriptionDocument } from '../model/documents/settings';

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/** The scope of a management group, by its id or its name alone. */
export const managementGroupScope = (id: string): string => `${groupPrefix}${id.toLowerCase().split('/').at(-1) ?? ''}`;

/** Scopes whose policies hold in a subscription, the nearest first; what lies in none has those of the tenant. */
export function scopesAbove(subscriptionId: string, subscriptions: readonly SubscriptionDocument[]): string[] {
  const id = subscriptionId.toLowerCase();
  if (id === 'none') return ['/'];
  const known = subscriptions.find((one) => one.subscriptionId.toLowerCase() === id);
  return [`/subscriptions/${id}`, ...(known?.managementGroups ?? []).map(managementGroupScope), '/'];
}

/** Subscriptions in which policies of a scope hold; `none` too, where those of the tenant do. */
export function subscriptionsBelow(scope: string, subscriptions: readonly SubscriptionDocument[]): string[] {
  const known = [...new Set(subscriptions.map(({ subscriptionId }) => subscriptionId.toLowerCase()))];
  const own = /^\/subscriptions\/([^/]+)$/.exec(scope)?.[1];
  const ids = own === undefined || known.includes(own) ? known : [...known, own];
  return [...ids, 'none'].filter((id) => scopesAbove(id, subscriptions).includes(scope));
}
