import { createListener } from './createListener';
import type { FunctionDefinition } from './functionDefinition';
import type { HostContext } from './hostContext';
import { createSupervisor } from './supervisor';

/** The listeners of all enabled functions. */
export interface Listeners {
  start: () => void;
  stop: () => Promise<void>;
  /** Every listener has looked at its source just now and found nothing. */
  idle: () => Promise<boolean>;
  /** Wakes the listener of one function, or all. */
  wake: (name?: string) => void;
  wakeQueues: () => void;
}

export function createListeners(definitions: FunctionDefinition[], host: HostContext): Listeners {
  const supervised = definitions.flatMap((definition) => {
    const listener = definition.disabled ? undefined : createListener(definition, host);
    if (listener === undefined) return [];
    const { name } = definition;
    const supervisor = createSupervisor(listener, (error, delay) => {
      const text = `The listener of ${name} did not start, next try in ${delay} ms: ${String(error)}`;
      host.log('error', 'Host.Startup', text, name);
    });
    return [{ definition, supervisor }];
  });
  const queues = supervised.filter(({ definition }) => definition.trigger.type === 'queueTrigger');

  async function stop(): Promise<void> {
    await Promise.all(supervised.map(({ supervisor }) => supervisor.stop()));
  }

  async function idle(): Promise<boolean> {
    return (await Promise.all(supervised.map(({ supervisor }) => supervisor.idle()))).every(Boolean);
  }

  return {
    start: () => supervised.forEach(({ supervisor }) => supervisor.start()),
    stop,
    idle,
    wake: (name) =>
      supervised.forEach(({ definition, supervisor }) => {
        if (name === undefined || definition.name === name) supervisor.wake();
      }),
    wakeQueues: () => queues.forEach(({ supervisor }) => supervisor.wake()),
  };
}
