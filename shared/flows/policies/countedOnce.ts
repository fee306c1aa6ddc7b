import type { PolicyStore } from '../ports/policies';

/** The store for whoever saves many: it is asked once how many there are, and each time somebody asks, one more is about to be made. */
export function countedOnce(policies: PolicyStore): PolicyStore {
  const known = new Map<string, Promise<number>>();
  return {
    ...policies,
    count(filter) {
      const key = `${filter.scope} ${filter.kind}`;
      const count = known.get(key) ?? policies.count(filter);
      known.set(
        key,
        count.then((one) => one + 1),
      );
      return count;
    },
  };
}
