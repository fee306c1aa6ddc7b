import type { SubscriptionDocument } from '../model/documents/settings';
import type { Caller } from './access';

const prefix = '/providers/Microsoft.Management/managementGroups/';

export const managementGroupId = (name: string): string => `${prefix}${name}`;

/** Subscriptions that the caller may read as a whole: all of them, or those below a management group. */
export function subscriptionsOf(caller: Caller, group?: string): SubscriptionDocument[] {
  const name = group?.toLowerCase().split('/').at(-1);
  return caller.subscriptions.filter(({ subscriptionId, managementGroups }) => {
    const isBelow = name === undefined || managementGroups.some((id) => id.toLowerCase().split('/').at(-1) === name);
    return isBelow && caller.may('read', `/subscriptions/${subscriptionId}`);
  });
}
