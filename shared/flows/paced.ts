interface Clock {
  /** Milliseconds. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Lets runs of one key begin no more often than once in `gapMs`; whoever comes sooner waits for the rest. Where a door takes
 * what has gathered, few large runs then stand for many small ones, and what comes alone waits for nothing.
 */
export function paced(gapMs: number, { now, sleep }: Clock): (key: string) => Promise<void> {
  const begun = new Map<string, number>();
  return async (key) => {
    const early = (begun.get(key) ?? Number.NEGATIVE_INFINITY) + gapMs - now();
    if (early > 0) await sleep(early);
    begun.set(key, now());
  };
}
