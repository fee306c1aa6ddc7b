import type { Json, JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { CompiledRule } from './compileRule';
import { objectIn, valuesAt } from './fieldPath';
import { createRecordView, type RecordView } from './recordView';

const maxElements = 1000;

/** Views of one event, made when the first rule asks and shared by all rules of its bucket. */
export function createEventViews(event: TelemetryEvent): (rule: CompiledRule) => RecordView[] {
  const whole = createRecordView(event.fields);
  const alone = [whole];
  let withParts: RecordView[] | undefined;
  return ({ each, perRecord }) => {
    if (each !== undefined) return elementsOf(event.fields, each).map((element) => createRecordView(element, whole));
    if (!perRecord || event.parts === undefined) return alone;
    withParts ??= [whole, ...event.parts.map((part) => createRecordView(part))];
    return withParts;
  };
}

function elementsOf(fields: JsonObject, paths: string[]): JsonObject[] {
  return paths
    .flatMap((path) => valuesAt(fields, path) ?? [])
    .flatMap((value) => objectsIn(typeof value === 'string' ? objectIn(value) : value))
    .slice(0, maxElements);
}

function objectsIn(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return typeof value === 'object' && value !== null ? [value] : [];
}
