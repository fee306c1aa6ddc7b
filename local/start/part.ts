import type { FromChild } from './child';

type ToChild =
  { kind: 'settings'; settings: unknown } | { kind: 'ask'; id: number; question: string } | { kind: 'stop' };

/** A running part: what it tells its parent at the start, the questions it answers, how it stops. */
export interface Part {
  facts: unknown;
  answers: Record<string, () => unknown>;
  stop(): Promise<void>;
}

/** Runs one part as the child of `startChild`: start on its settings, answer, stop when told or when the parent is gone. */
export function runPart(start: (settings: unknown, tell: (facts: unknown) => void) => Promise<Part>): void {
  const send = (message: FromChild) => process.connected && process.send!(message);
  let part: Promise<Part> | undefined;
  const stop = async () => {
    await part?.then((running) => running.stop());
    process.exit(0);
  };
  // Terminals and service managers signal the whole group: only the parent decides when a part stops.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(1));
  process.on('message', (message: ToChild) => {
    if (message.kind === 'stop') return void stop();
    if (message.kind === 'ask') {
      const { id, question } = message;
      void part!.then((running) => running.answers[question]!()).then((facts) => send({ kind: 'answer', id, facts }));
      return;
    }
    part = start(message.settings, (facts) => send({ kind: 'event', facts }));
    part.then(
      ({ facts }) => send({ kind: 'ready', facts }),
      (error: unknown) => send({ kind: 'failed', reason: reasonOf(error) }),
    );
  });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
