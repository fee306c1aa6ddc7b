import type { PartitionKey, SqlParameter } from '@azure/cosmos';
import { parseResourceId } from '../../model/resourceId';

/**
 * The condition that keeps a query inside one scope, with the partition key that narrows it. The key prefix stands in the
 * WHERE clause too, since the option alone was not reliably routed for hierarchical keys.
 */
export function withinScope(scope: string): { where: string; parameters: SqlParameter[]; partitionKey?: PartitionKey } {
  const { id, subscriptionId, rootId } = parseResourceId(scope);
  if (id === '') return { where: 'true', parameters: [] };
  const inside = '(LOWER(c.resourceId) = @scope OR STARTSWITH(LOWER(c.resourceId), @below))';
  const bounds = [
    { name: '@scope', value: id },
    { name: '@below', value: `${id}/` },
  ];
  // A scope without a subscription holds what is named below it, never everything.
  if (!subscriptionId) return { where: inside, parameters: bounds };
  const subscription = { name: '@subscription', value: subscriptionId };
  if (id === `/subscriptions/${subscriptionId}`) {
    return { where: 'c.subscriptionId = @subscription', parameters: [subscription], partitionKey: [subscriptionId] };
  }
  if (!id.includes('/providers/')) {
    return {
      where: 'c.subscriptionId = @subscription AND (c.rootId = @scope OR STARTSWITH(c.rootId, @below))',
      parameters: [subscription, ...bounds],
      partitionKey: [subscriptionId],
    };
  }
  return {
    where: `c.subscriptionId = @subscription AND c.rootId = @root AND ${inside}`,
    parameters: [subscription, { name: '@root', value: rootId }, ...bounds],
    partitionKey: [subscriptionId, rootId],
  };
}

/** For `IN (...)`. */
export const namesOf = (parameters: readonly SqlParameter[]): string => parameters.map(({ name }) => name).join(', ');
