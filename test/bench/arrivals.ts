/** Counts what handlers say they have done, in the lines they log after each batch. */
export interface Arrivals {
  read(message: string): void;
  /** Batches so far. */
  batches(): number;
  /** Milliseconds since 1970 when the sum since the last call reached `count`; rejects when it goes beyond. */
  until(count: number): Promise<number>;
}

/** `ingested {"events":12,..}` of the app: stored. `handled {"messages":12}` of the baseline. */
const counted = /^(?:ingested|handled) (\{.*\})$/;

export function createArrivals(): Arrivals {
  let [sum, batches] = [0, 0];
  let waiting: { count: number; done: (at: number) => void; failed: (error: Error) => void } | undefined;

  function settle(): void {
    if (!waiting || sum < waiting.count) return;
    if (sum > waiting.count) waiting.failed(new Error(`${sum} were counted, ${waiting.count} were sent`));
    else waiting.done(Date.now());
    waiting = undefined;
    sum = 0;
  }

  return {
    read(message) {
      const found = counted.exec(message);
      if (!found) return;
      const { events, messages } = JSON.parse(found[1]!) as { events?: number; messages?: number };
      sum += events ?? messages ?? 0;
      batches += 1;
      settle();
    },
    batches: () => batches,
    until: (count) =>
      new Promise((done, failed) => {
        waiting = { count, done, failed };
        settle();
      }),
  };
}
