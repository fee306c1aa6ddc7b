import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { InvocationResult, RetryContext, TypedData } from './app/functionsCore';
import type { Invoke } from './app/invocation';
import type { BindingData } from './bindingData';
import type { FunctionDefinition } from './functionDefinition';
import type { HostLog } from './hostLog';
import { retryDelay } from './retryPolicy';
import { withTimeout } from './withTimeout';

/** One piece of work of a trigger. */
export interface Work {
  input: TypedData;
  metadata: Record<string, TypedData>;
  bindingData: BindingData;
  invocationId?: string;
  traceParent?: string;
}

/** `stopped`: the host stopped between two attempts; the work is not done and must come again. */
export type Outcome =
  { status: 'succeeded'; response: InvocationResult } | { status: 'failed'; error: Error } | { status: 'stopped' };

export interface Counters {
  invocations: number;
  failures: number;
  running: number;
  lastError?: string;
}

export interface Dispatcher {
  /** Runs the function with its retries and writes its outputs; never rejects. */
  run: (definition: FunctionDefinition, work: Work) => Promise<Outcome>;
  counters: () => Record<string, Counters>;
  running: () => number;
  /** Runs finished so far: two equal values with nothing running in between mean that nothing happened. */
  finished: () => number;
  /** Called after every run; returns a function that ends the calls. */
  onFinished: (listener: () => void) => () => void;
  /** Ends waiting retries; running attempts finish. Resolves when nothing runs. */
  drain: () => Promise<void>;
  resume: () => void;
}

export interface DispatcherPorts {
  invoke: Invoke;
  readInputs: (definition: FunctionDefinition, data: BindingData) => Promise<{ name: string; data: TypedData }[]>;
  writeOutputs: (definition: FunctionDefinition, response: InvocationResult, data: BindingData) => Promise<void>;
  log: HostLog;
  /** Milliseconds; undefined = unbounded. */
  functionTimeout: number | undefined;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

export function createDispatcher(names: string[], ports: DispatcherPorts): Dispatcher {
  const counters = new Map<string, Counters>(names.map((name) => [name, { invocations: 0, failures: 0, running: 0 }]));
  const listeners = new Set<() => void>();
  let stopping = new AbortController();
  let running = 0;
  let finished = 0;
  let drained: (() => void)[] = [];

  async function attempt(definition: FunctionDefinition, work: Work, retry?: RetryContext): Promise<InvocationResult> {
    const extra = definition.inputs.length === 0 ? [] : await ports.readInputs(definition, work.bindingData);
    const response = await ports.invoke(definition, {
      invocationId: work.invocationId ?? randomUUID(),
      inputData: [{ name: definition.trigger.name, data: work.input }, ...extra],
      metadata: work.metadata,
      ...(work.traceParent === undefined ? {} : { traceParent: work.traceParent }),
      ...(retry === undefined ? {} : { retry }),
    });
    await ports.writeOutputs(definition, response, work.bindingData);
    return response;
  }

  async function runWithRetries(definition: FunctionDefinition, work: Work, count: Counters): Promise<Outcome> {
    const policy = definition.retry;
    let failure: Error | undefined;
    for (let retryCount = 0; ; retryCount++) {
      const exception = failure && {
        message: failure.message,
        source: definition.name,
        stackTrace: failure.stack ?? '',
      };
      const retry = policy && {
        retryCount,
        maxRetryCount: policy.maxRetryCount,
        ...(exception === undefined ? {} : { exception }),
      };
      count.invocations++;
      try {
        const response = await withTimeout(attempt(definition, work, retry), ports.functionTimeout, definition.name);
        return { status: 'succeeded', response };
      } catch (thrown) {
        failure = asError(thrown);
      }
      count.failures++;
      count.lastError = failure.message;
      const category = `Function.${definition.name}`;
      ports.log(
        'error',
        category,
        `Executed '${definition.name}' (Failed): ${failure.stack ?? failure.message}`,
        definition.name,
      );
      const exhausted = policy === undefined || (policy.maxRetryCount >= 0 && retryCount >= policy.maxRetryCount);
      if (exhausted) return { status: 'failed', error: failure };
      const delay = retryDelay(policy, retryCount + 1, Math.random());
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return { status: 'stopped' };
    }
  }

  async function run(definition: FunctionDefinition, work: Work): Promise<Outcome> {
    const count = counters.get(definition.name) ?? { invocations: 0, failures: 0, running: 0 };
    counters.set(definition.name, count);
    count.running++;
    running++;
    const outcome = await runWithRetries(definition, work, count);
    count.running--;
    running--;
    finished++;
    if (running === 0) drained.splice(0).forEach((resolve) => resolve());
    listeners.forEach((listener) => listener());
    return outcome;
  }

  async function drain(): Promise<void> {
    stopping.abort();
    if (running > 0) await new Promise<void>((resolve) => drained.push(resolve));
  }

  return {
    run,
    counters: () => Object.fromEntries([...counters].map(([name, count]) => [name, { ...count }])),
    running: () => running,
    finished: () => finished,
    onFinished: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    drain,
    resume: () => void (stopping = new AbortController()),
  };
}
