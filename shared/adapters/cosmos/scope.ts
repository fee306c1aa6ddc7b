import type { PartitionKey, SqlParameter } from '@azure/cosmos';
import { parseResourceId } from '../../model/resourceId';

/**
 * The condition that keeps a query inside one scope, with the partition key that narrows it. The key prefix stands in the
 * WHERE clause too, since the option alone was not reliably routed for hierarchical keys.
 */
export function withinScope(scope: string): { where: string; parameters: SqlParameter[]; partitionKey?: PartitionKey } {
  const { id, subscriptionId, rootId } = parseResourceId(scope);
  if (!subscriptionId) return { where: 'true', parameters: [] };
  const subscription = { name: '@subscription', value: subscriptionId };
  if (id === `/subscriptions/${subscriptionId}`) {
    return { where: 'c.subscriptionId = @subscription', parameters: [subscription], partitionKey: [subscriptionId] };
  }
  if (!id.includes('/providers/')) {
    return {
      where: 'c.subscriptionId = @subscription AND (c.rootId = @scope OR STARTSWITH(c.rootId, @below))',
      parameters: [subscription, { name: '@scope', value: id }, { name: '@below', value: `${id}/` }],
      partitionKey: [subscriptionId],
    };
  }
  const inside = '(LOWER(c.resourceId) = @scope OR STARTSWITH(LOWER(c.resourceId), @below))';
  return {
    where: `c.subscriptionId = @subscription AND c.rootId = @root AND ${inside}`,
    parameters: [
      subscription,
      { name: '@root', value: rootId },
      { name: '@scope', value: id },
      { name: '@below', value: `${id}/` },
    ],
    partitionKey: [subscriptionId, rootId],
  };
}
