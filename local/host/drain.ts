import type { Dispatcher } from './dispatcher';
import type { HostLog } from './hostLog';
import type { Listeners } from './listeners';

export type DrainState = 'Disabled' | 'InProgress' | 'Completed';

/** Takes no more work and lets what runs finish; can be taken back. */
export interface Drain {
  run: () => Promise<void>;
  /** Like `run`, in the background. */
  start: () => void;
  resume: () => void;
  state: () => DrainState;
}

export function createDrain(dispatcher: Dispatcher, listeners: Listeners, log: HostLog): Drain {
  let state: DrainState = 'Disabled';
  let ended: Promise<void> = Promise.resolve();

  async function drain(): Promise<void> {
    await Promise.all([dispatcher.drain(), listeners.stop()]);
    if (state === 'InProgress') state = 'Completed';
  }

  function run(): Promise<void> {
    if (state === 'Disabled') {
      state = 'InProgress';
      ended = drain();
    }
    return ended;
  }

  return {
    run,
    start: () => void run().catch((error: unknown) => log('error', 'Host', `Drain failed: ${String(error)}`)),
    resume: () => {
      state = 'Disabled';
      dispatcher.resume();
      listeners.start();
    },
    state: () => state,
  };
}
