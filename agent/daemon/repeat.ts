import { maskText } from '../parse/maskSecrets';
import { reasonOf } from '../reasonOf';
import type { Health } from './health';
import { jittered, pause } from './pause';

export interface Task {
  name: string;
  /** Between two runs; asked anew all the time. */
  seconds: () => number;
  run: () => Promise<void> | void;
}

/** Runs a task at once and then at its interval until `stop`. A run that fails is told to `health`; the next one comes all the same. */
export async function repeat({ name, seconds, run }: Task, health: Health, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await run();
      health.well(name);
    } catch (error) {
      health.fails(name, maskText(reasonOf(error)));
    }
    await pauseFor(seconds, stop);
  }
}

/** A changed interval is followed within a minute. */
const longestPause = 60;

async function pauseFor(seconds: () => number, stop: AbortSignal): Promise<void> {
  const factor = jittered(1, Math.random());
  for (let waited = 0; !stop.aborted; waited += longestPause) {
    const left = seconds() * factor - waited;
    await pause(Math.max(0, Math.min(left, longestPause)), stop);
    if (left <= longestPause) return;
  }
}
