import { setTimeout } from 'node:timers/promises';

/** Ends early, and without an error, when `stop` is aborted. */
export async function pause(seconds: number, stop: AbortSignal): Promise<void> {
  await setTimeout(seconds * 1000, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}

/** Up to a tenth more or less, so that machines started together do not stay in step. `random` is in [0, 1). */
export const jittered = (seconds: number, random: number): number => seconds * (0.9 + 0.2 * random);
