/** Subscriptions are the first part of a partition key: one query reads of one of them. */
export function bySubscription<T>(items: readonly T[], subscriptionOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const subscriptionId = subscriptionOf(item);
    const group = groups.get(subscriptionId);
    if (group) group.push(item);
    else groups.set(subscriptionId, [item]);
  }
  return [...groups];
}
