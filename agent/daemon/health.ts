/** Which parts of the collector fail now, and why. Says so when one begins to fail, fails otherwise, or is well again. */
export interface Health {
  fails(part: string, reason: string): void;
  well(part: string): void;
  failing(): Record<string, string>;
}

export function createHealth(warn: (message: string) => void): Health {
  const reasons = new Map<string, string>();
  return {
    fails(part, reason) {
      if (reasons.get(part) !== reason) warn(`${part} fails: ${reason}`);
      reasons.set(part, reason);
    },
    well(part) {
      if (reasons.delete(part)) warn(`${part} works again`);
    },
    failing: () => Object.fromEntries(reasons),
  };
}
