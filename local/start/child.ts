import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** What a child tells its parent. */
export type FromChild =
  { kind: 'ready'; facts: unknown } | { kind: 'failed'; reason: string } | { kind: 'event'; facts: unknown } | Answer;

interface Answer {
  kind: 'answer';
  id: number;
  facts?: unknown;
  reason?: string;
}

export interface ChildEvents {
  /** Where everything goes that the child prints. */
  logFile: string;
  event(facts: unknown): void;
  /** The child ended without being told to. */
  exit(reason: string): void;
}

export interface Child {
  name: string;
  facts: unknown;
  /** Asks the child one of the questions that its part answers. */
  ask(question: string): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Megabytes for what lives no longer than a batch. With Node's 16, objects of a batch of 1,000 events outlive the young
 * generation, and the collector takes about an eighth of the time (docs/performance.md).
 */
const youngGeneration = '--max-semi-space-size=64';

/** Time a child gets to drain before it is killed. */
const stopDeadlineMs = 12_000;

/**
 * Starts this program again in another part. The parts share two cores as in Azure they share a cloud: none may wait for
 * another's event loop. What a part prints goes to its log file. A child ends by itself when its parent is gone.
 */
export async function startChild(part: string, settings: object, on: ChildEvents): Promise<Child> {
  const log = openSync(on.logFile, 'a');
  const child = fork(__filename, ['--part', part], {
    stdio: ['ignore', log, log, 'ipc'],
    serialization: 'advanced',
    execArgv: [...process.execArgv, youngGeneration],
  });
  closeSync(log);
  const waiting = new Map<number, (answer: Answer) => void>();
  let stopping = false;
  const facts = await new Promise<unknown>((ready, failed) => {
    child.on('message', (message: FromChild) => {
      if (message.kind === 'ready') ready(message.facts);
      if (message.kind === 'failed') failed(new Error(message.reason));
      if (message.kind === 'event') on.event(message.facts);
      if (message.kind === 'answer') waiting.get(message.id)?.(message);
    });
    child.on('exit', (code, signal) => {
      failed(new Error(`${part} ended before it was ready (${signal ?? code}); see ${on.logFile}`));
      if (!stopping) on.exit(`${part} ended unexpectedly (${signal ?? code}); see ${on.logFile}`);
    });
    child.send({ kind: 'settings', settings });
  });
  let next = 0;
  return {
    name: part,
    facts,
    ask: (question) =>
      new Promise((answered, failed) => {
        const id = next++;
        waiting.set(id, ({ facts: answer, reason }) => {
          waiting.delete(id);
          if (reason === undefined) answered(answer);
          else failed(new Error(`${part}: ${reason}`));
        });
        child.send({ kind: 'ask', id, question });
      }),
    stop: () => {
      stopping = true;
      return ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((done) => child.once('exit', () => done()));
  child.send({ kind: 'stop' });
  const deadline = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
  await exit;
  clearTimeout(deadline);
}
