import type { BindingInfo, FunctionCallback, FunctionMetadata } from './app/functionsCore';
import type { Core } from './app/coreModule';
import type { HostJson } from './hostJson';
import { type RetryPolicy, retryableTriggers, retryPolicy } from './retryPolicy';
import { type Settings, expandSettings } from './settings';

export interface NamedBinding extends BindingInfo {
  name: string;
}

/** One registered function; the settings in its bindings are expanded. */
export interface FunctionDefinition {
  name: string;
  metadata: FunctionMetadata;
  callback: FunctionCallback;
  trigger: NamedBinding;
  inputs: NamedBinding[];
  outputs: NamedBinding[];
  retry?: RetryPolicy;
  disabled: boolean;
}

const supportedTriggers = ['httpTrigger', 'timerTrigger', 'queueTrigger', 'eventHubTrigger', 'cosmosDBTrigger'];
const supportedOutputs = ['http', 'queue', 'blob', 'cosmosDB', 'eventHub'];
const supportedInputs = ['blob', 'cosmosDB'];

function isSwitchedOff(name: string, hostJson: HostJson, settings: Settings, only: string[] | undefined): boolean {
  const setting =
    settings.get(`AzureWebJobs.${name}.Disabled`) ?? settings.get(`AzureWebJobs_${name}_Disabled`) ?? 'false';
  if (['true', '1'].includes(setting.toLowerCase())) return true;
  if (hostJson.functions !== undefined && !hostJson.functions.includes(name)) return true;
  return only !== undefined && !only.includes(name);
}

function expandBinding(name: string, binding: BindingInfo, settings: Settings): NamedBinding {
  const expanded = Object.entries(binding).map(([option, value]) => [
    option,
    typeof value === 'string' ? expandSettings(value, settings) : value,
  ]);
  return { ...(Object.fromEntries(expanded) as BindingInfo), name };
}

function unsupported(what: string, bindings: NamedBinding[], supported: string[]): string | undefined {
  const stranger = bindings.find(({ type }) => !supported.some((known) => known.toLowerCase() === type.toLowerCase()));
  return stranger && `${what} of type ${stranger.type} is not supported (supported: ${supported.join(', ')})`;
}

/**
 * All registered functions in the order of their names (ignoring case), in which Azure also tries http routes.
 * Throws when `only` names a stranger, a setting is missing or an enabled function needs a binding that is not supported.
 */
export function defineFunctions(
  core: Core,
  hostJson: HostJson,
  settings: Settings,
  only?: string[],
): FunctionDefinition[] {
  const names = new Set([...core.registrations.values()].map(({ metadata }) => metadata.name));
  const stranger = only?.find((name) => !names.has(name));
  if (stranger !== undefined) throw new Error(`Functions host: the app has no function named ${stranger}`);

  const definitions = [...core.registrations.values()].map(({ metadata, callback }): FunctionDefinition => {
    const fail = (reason: unknown): never => {
      const text = reason instanceof Error ? reason.message : String(reason);
      throw new Error(`Functions host: function ${metadata.name}: ${text}`);
    };
    const disabled = isSwitchedOff(metadata.name, hostJson, settings, only);
    const expand = ([name, binding]: [string, BindingInfo]): NamedBinding => {
      if (disabled) return { ...binding, name };
      try {
        return expandBinding(name, binding, settings);
      } catch (error) {
        return fail(error);
      }
    };
    const bindings = Object.entries(metadata.bindings).map(expand);
    const triggers = bindings.filter(({ type }) => type.toLowerCase().endsWith('trigger'));
    const [trigger] = triggers;
    if (trigger === undefined || triggers.length > 1) return fail('it must have exactly one trigger');
    const inputs = bindings.filter((binding) => binding !== trigger && binding.direction === 'in');
    const outputs = bindings.filter((binding) => binding.direction === 'out');
    const reason =
      unsupported('a trigger', [trigger], supportedTriggers) ??
      unsupported('an output', outputs, supportedOutputs) ??
      unsupported('an input', inputs, supportedInputs);
    if (reason !== undefined && !disabled) return fail(reason);
    const policy = retryPolicy(metadata.retryOptions, hostJson.retry);
    const retry = policy !== undefined && retryableTriggers.includes(trigger.type) ? { retry: policy } : {};
    return { name: metadata.name, metadata, callback, trigger, inputs, outputs, disabled, ...retry };
  });
  const key = ({ name }: FunctionDefinition): string => name.toLowerCase();
  return definitions.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
