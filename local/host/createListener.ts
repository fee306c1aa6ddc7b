import { createCosmosListener } from './cosmos/cosmosListener';
import { createEventHubListener } from './eventHub/eventHubListener';
import type { FunctionDefinition } from './functionDefinition';
import type { HostContext } from './hostContext';
import type { Listener } from './listener';
import { createQueueListener } from './queue/queueListener';
import { createTimerListener } from './timer/timerListener';

const creators: Record<string, (definition: FunctionDefinition, host: HostContext) => Listener> = {
  timerTrigger: createTimerListener,
  queueTrigger: createQueueListener,
  eventHubTrigger: createEventHubListener,
  cosmosDBTrigger: createCosmosListener,
};

/** The listener of a function's trigger; none for http. Throws with the function's name when its options are wrong. */
export function createListener(definition: FunctionDefinition, host: HostContext): Listener | undefined {
  const create = creators[definition.trigger.type];
  try {
    return create?.(definition, host);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Functions host: function ${definition.name}: ${reason}`, { cause });
  }
}
