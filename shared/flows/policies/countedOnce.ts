import type { PolicyStore } from '../ports/policies';

/** The store for whoever saves many: it is asked once how many there are, and each time somebody asks, one more is about to be made. */
export function countedOnce(policies: PolicyStore): PolicyStore {
  const known = new Map<string, { stored: Promise<number>; added: number }>();
  return {
    ...policies,
    async count(filter) {
      const key = `${filter.scope} ${filter.kind}`;
      const entry = known.get(key) ?? { stored: policies.count(filter), added: 0 };
      known.set(key, entry);
      const before = entry.added++;
      return (await entry.stored) + before;
    },
  };
}
