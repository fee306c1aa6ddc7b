import type { SubscriptionDocument } from '../model/documents/settings';
import { isWithin } from '../model/resourceId';
import type { Caller } from './access';

const prefix = '/providers/Microsoft.Management/managementGroups/';

export const managementGroupId = (name: string): string => `${prefix}${name}`;

const nameIn = (id: string): string => id.toLowerCase().split('/').at(-1)!;

export const isManagementGroup = (id: string): boolean =>
  /^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i.test(id);

/** Subscriptions below a management group of which the caller may read some part; of all of them without one. */
function subscriptionsBelow({ subscriptions }: Caller, group: string | undefined): SubscriptionDocument[] {
  if (group === undefined) return subscriptions;
  return subscriptions.filter(({ managementGroups }) => managementGroups.some((id) => nameIn(id) === group));
}

/** Subscriptions that the caller may read as a whole: all of them, or those below a management group. */
export const subscriptionsOf = (caller: Caller, group?: string): SubscriptionDocument[] =>
  subscriptionsBelow(caller, group && nameIn(group)).filter(({ subscriptionId }) =>
    caller.may('read', `/subscriptions/${subscriptionId}`),
  );

/**
 * What the caller may read of a scope, as ids that the store knows: a management group stands for the subscriptions below it, and
 * holds nothing itself. Without overlaps.
 */
export function readableScopes(caller: Caller, scope: string): string[] {
  const group = isManagementGroup(scope) ? nameIn(scope) : undefined;
  if (group === undefined && (scope !== '' || caller.may('read', '/'))) return caller.readable(scope);
  const below = subscriptionsBelow(caller, group).flatMap(({ subscriptionId }) =>
    caller.readable(`/subscriptions/${subscriptionId}`),
  );
  if (group !== undefined) return below;
  const all = [...below, ...caller.readable('').filter((one) => one.startsWith('/subscriptions/'))];
  const distinct = [...new Set(all.map((one) => one.toLowerCase()))];
  return distinct.filter((inner) => !distinct.some((outer) => outer !== inner && isWithin(inner, outer))).sort();
}
