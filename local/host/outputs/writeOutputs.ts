import type { InvocationResponse } from '../app/functionsCore';
import { type BindingData, resolveBinding } from '../bindingData';
import type { FunctionDefinition, NamedBinding } from '../functionDefinition';
import { blobOutput } from './blobOutput';
import { cosmosOutput } from './cosmosOutput';
import { eventHubOutput } from './eventHubOutput';
import type { OutputPorts, WriteOutput } from './outputPorts';
import { queueOutput } from './queueOutput';

const writers: Record<string, WriteOutput> = {
  queue: queueOutput,
  blob: blobOutput,
  cosmosdb: cosmosOutput,
  eventhub: eventHubOutput,
};

function resolved(binding: NamedBinding, data: BindingData): NamedBinding {
  const options = Object.entries(binding).map(([option, value]) => [
    option,
    typeof value === 'string' && option !== 'connection' ? resolveBinding(value, data) : value,
  ]);
  return Object.fromEntries(options) as NamedBinding;
}

/**
 * Writes what an invocation returned to its output bindings, in parallel; http responses are left to the http door.
 * A failing write fails the invocation, as in Azure.
 */
export function createWriteOutputs(ports: OutputPorts) {
  return async (definition: FunctionDefinition, response: InvocationResponse, data: BindingData): Promise<void> => {
    if (definition.outputs.length === 0) return;
    const byName = new Map((response.outputData ?? []).map((output) => [output.name, output.data]));
    const writes = definition.outputs.flatMap((binding) => {
      const write = writers[binding.type.toLowerCase()];
      const value = binding.name === '$return' ? response.returnValue : byName.get(binding.name);
      return write === undefined || value === undefined || value === null ? [] : [{ write, binding, value }];
    });
    await Promise.all(writes.map(({ write, binding, value }) => write(resolved(binding, data), value, ports)));
  };
}
