/** Limits how many requests run and wait (`extensions.http` of host.json); -1 means unbounded. */
export interface Throttle {
  /** Resolves with a function that gives the place back, or with undefined when too many requests are outstanding. */
  enter: () => Promise<(() => void) | undefined>;
}

export function createThrottle(maxConcurrent: number, maxOutstanding: number): Throttle {
  const waiting: (() => void)[] = [];
  let outstanding = 0;
  let running = 0;

  function leave(): void {
    outstanding--;
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }

  async function enter(): Promise<(() => void) | undefined> {
    if (maxOutstanding >= 0 && outstanding >= maxOutstanding) return undefined;
    outstanding++;
    if (maxConcurrent < 0 || running < maxConcurrent) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return leave;
  }
  return { enter };
}
