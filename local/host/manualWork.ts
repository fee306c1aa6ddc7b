import type { TypedData } from './app/functionsCore';
import { jsonProperties } from './bindingData';
import type { Work } from './dispatcher';
import type { FunctionDefinition } from './functionDefinition';
import { timerInput } from './timer/timerListener';
import { bytesCollection, json, textCollection, tryParseJson } from './typedData';

function eventHubInput(trigger: FunctionDefinition['trigger'], input: string): TypedData {
  const binary = trigger['dataType'] === 'binary';
  if (trigger['cardinality'] !== 'many') return binary ? { bytes: Buffer.from(input) } : { string: input };
  const parsed = tryParseJson(input);
  const items = Array.isArray(parsed) ? (parsed as unknown[]) : [input];
  const texts = items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  if (!binary) return textCollection(texts, true);
  return bytesCollection(
    texts.map((text) => Buffer.from(text)),
    true,
  );
}

/**
 * What a run started by hand gets (`POST /admin/functions/{name}`): the text is the queue message, one event or a JSON
 * array of events, or a JSON array of documents; a timer ignores it.
 */
export function manualWork({ trigger }: FunctionDefinition, input: string): Work {
  const plain = { metadata: {}, bindingData: jsonProperties(input) };
  switch (trigger.type) {
    case 'timerTrigger':
      return { ...plain, input: timerInput({ isPastDue: false, status: undefined }) };
    case 'eventHubTrigger':
      return { ...plain, input: eventHubInput(trigger, input) };
    case 'cosmosDBTrigger':
      return { ...plain, input: json(tryParseJson(input) ?? []) };
    default:
      return { ...plain, input: { string: input } };
  }
}
