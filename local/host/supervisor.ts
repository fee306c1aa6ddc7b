import type { Listener } from './listener';

/** Keeps one listener started: a failing start is tried again with backoff and does not stop the host. */
export interface Supervisor {
  start: () => void;
  stop: () => Promise<void>;
  idle: () => Promise<boolean>;
  wake: () => void;
}

const firstDelay = 500;
const longestDelay = 30_000;

export function createSupervisor(listener: Listener, onFailure: (error: unknown, delay: number) => void): Supervisor {
  let wanted = false;
  let listening = false;
  let starting: Promise<void> = Promise.resolve();
  let interrupt: (() => void) | undefined;

  async function keepStarting(): Promise<void> {
    for (let delay = firstDelay; wanted; delay = Math.min(delay * 2, longestDelay)) {
      try {
        await listener.start();
        listening = true;
        return;
      } catch (error) {
        onFailure(error, delay);
      }
      if (!wanted) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, delay);
        interrupt = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async function stop(): Promise<void> {
    wanted = false;
    interrupt?.();
    await starting;
    if (!listening) return;
    listening = false;
    await listener.stop();
  }

  return {
    start: () => {
      if (wanted) return;
      wanted = true;
      starting = starting.then(keepStarting);
    },
    stop,
    idle: async () => listening && (await listener.idle()),
    wake: () => {
      if (listening) listener.wake?.();
    },
  };
}
