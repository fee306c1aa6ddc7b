import type { DeploymentTarget } from './templateScope';

/** The ARM id of what a deployment goes to; empty for the tenant. */
export function scopeId({ subscriptionId, resourceGroup, managementGroup }: DeploymentTarget): string {
  if (resourceGroup !== '') return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  if (subscriptionId !== '') return `/subscriptions/${subscriptionId}`;
  return managementGroup === '' ? '' : `/providers/Microsoft.Management/managementGroups/${managementGroup}`;
}
