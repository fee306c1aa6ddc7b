import type { SubscriptionDocument } from '../../model/documents/settings';
import { governingScope } from '../../model/policyId';
import { managementGroupScope, scopesAbove } from '../scopesAbove';

/** Partitions of policies that hold at a scope, the nearest first: its own, those of the groups above it, the tenant's. */
export function policyChain(at: string, subscriptions: readonly SubscriptionDocument[]): string[] {
  const scope = governingScope(at) ?? '/';
  const subscriptionId = /^\/subscriptions\/([^/]+)$/.exec(scope)?.[1];
  if (subscriptionId !== undefined) return scopesAbove(subscriptionId, subscriptions);
  if (scope === '/') return ['/'];
  const below = subscriptions
    .map((one) => one.managementGroups.map(managementGroupScope))
    .find((groups) => groups.includes(scope));
  return [...(below?.slice(below.indexOf(scope)) ?? [scope]), '/'];
}
