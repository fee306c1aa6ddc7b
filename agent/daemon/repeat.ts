import { maskText } from '../parse/maskSecrets';
import { reasonOf } from '../reasonOf';
import type { Health } from './health';
import { jittered, pause } from './pause';

export interface Task {
  name: string;
  seconds: number;
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
    await pause(jittered(seconds, Math.random()), stop);
  }
}
