/** Polls a source until stopped; a wake-up ends the wait between two polls. */
export interface PollLoop {
  start: () => void;
  /** Resolves when the poll under way has ended. */
  stop: () => Promise<void>;
  /** Polls as soon as `wakeGap` milliseconds have passed since the last poll. */
  wake: () => void;
  /** Polls now and says whether that poll found nothing. */
  pollsEmpty: () => Promise<boolean>;
}

export interface PollLoopOptions {
  /** True when there was something: then it polls again at once. */
  poll: (signal: AbortSignal) => Promise<boolean>;
  /** Milliseconds to wait after the n-th poll in a row that found nothing or failed. */
  delay: (fruitless: number) => number;
  onError: (error: unknown) => void;
  wakeGap?: number;
}

export function createPollLoop({ poll, delay, onError, wakeGap = 100 }: PollLoopOptions): PollLoop {
  let stopping = new AbortController();
  let ended: Promise<void> | undefined;
  let interrupt: (() => void) | undefined;
  let askers: ((empty: boolean) => void)[] = [];
  let lastPoll = 0;

  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      let timer = setTimeout(resolve, milliseconds);
      interrupt = () => {
        clearTimeout(timer);
        const rest = stopping.signal.aborted || askers.length > 0 ? 0 : lastPoll + wakeGap - Date.now();
        timer = setTimeout(resolve, Math.max(0, rest));
      };
      if (askers.length > 0 || stopping.signal.aborted) interrupt();
    });
  }

  async function run(signal: AbortSignal): Promise<void> {
    let fruitless = 0;
    while (!signal.aborted) {
      const asking = askers;
      askers = [];
      lastPoll = Date.now();
      let outcome: 'found' | 'empty' | 'failed' = 'failed';
      try {
        outcome = (await poll(signal)) ? 'found' : 'empty';
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      asking.forEach((answer) => answer(outcome === 'empty'));
      fruitless = outcome === 'found' ? 0 : fruitless + 1;
      if (outcome !== 'found' && !signal.aborted) await sleep(delay(fruitless));
    }
    askers.splice(0).forEach((answer) => answer(false));
  }

  async function stop(): Promise<void> {
    stopping.abort();
    interrupt?.();
    await ended;
    ended = undefined;
  }

  async function pollsEmpty(): Promise<boolean> {
    if (ended === undefined || stopping.signal.aborted) return false;
    const answer = new Promise<boolean>((resolve) => askers.push(resolve));
    interrupt?.();
    return answer;
  }

  return {
    start: () => {
      stopping = new AbortController();
      ended ??= run(stopping.signal);
    },
    stop,
    wake: () => interrupt?.(),
    pollsEmpty,
  };
}
