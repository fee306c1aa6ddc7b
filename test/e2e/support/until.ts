import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is there; fails with what was last seen. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, deadlineMs = 60_000): Promise<T> {
  const started = Date.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() - started > deadlineMs) throw new Error(`Waited ${deadlineMs / 1000} s in vain for ${what}`);
    await pause(250);
  }
}
