import type { Json, JsonObject } from '../../../model/json';
import { field, isObject, jsonField, textField } from '../field';
import { parseTime } from '../parseTime';
import type { EventTime } from '../recordTime';
import { redactSignatures } from '../redact';
import type { RawRecord, RecordContext } from '../source';

/** A record of Azure Monitor or the same as a row of a Log Analytics table, without the signatures of shared access URIs. */
export interface AzureRecord {
  record: JsonObject;
  /** What the record says beside its envelope: `properties`; of a row, its columns. */
  properties: JsonObject;
  /** As sent; empty when neither record nor message names one. */
  resourceId: string;
}

/** True when the record's category, or the table it is a row of, is one of `names` (lower case). */
export function isOfCategory(raw: RawRecord, names: ReadonlySet<string>): raw is JsonObject {
  if (typeof raw !== 'object') return false;
  const { category, table } = kindsOf(raw);
  return names.has(category) || names.has(table);
}

interface Kinds {
  of: JsonObject;
  category: string;
  table: string;
}
let last: Kinds | undefined;

/** In lower case, kept for the record asked last: many sources ask one after another. */
function kindsOf(raw: JsonObject): Kinds {
  if (last?.of !== raw) {
    last = { of: raw, category: textField(raw, 'category').toLowerCase(), table: tableOf(raw).toLowerCase() };
  }
  return last;
}

/** The table of a Log Analytics row, else empty. */
export const tableOf = (raw: JsonObject): string =>
  typeof raw.Type === 'string' && field(raw, 'TimeGenerated') !== undefined ? raw.Type : '';

/** `jsonNames` are members of the properties that hold JSON, often as text: those are opened. */
export function readAzureRecord(
  raw: RawRecord,
  context: RecordContext,
  jsonNames: readonly string[] = [],
): AzureRecord {
  const record = redactSignatures(typeof raw === 'object' ? raw : {});
  const properties = propertiesOf(record);
  for (const name of jsonNames) open(properties, name);
  const resourceId = textField(record, 'resourceId') || textField(record, '_ResourceId') || context.resourceId;
  return { record, properties, resourceId };
}

function propertiesOf(record: JsonObject): JsonObject {
  const sent = field(record, 'properties');
  if (sent === undefined) return columnsOf(record);
  const properties = jsonField(sent);
  return isObject(properties) ? { ...properties } : {};
}

/**
 * The fields of an event: the record with its properties opened, and the names that `extra` gives it for rules. Rules read names
 * whatever their case, so a name that the record has in another spelling takes the value of `extra` there.
 */
export function azureFields({ record, properties }: AzureRecord, extra: JsonObject): JsonObject {
  if (field(record, 'properties') === undefined) return overlay(properties, extra);
  const fields = overlay(record, extra);
  return Object.keys(properties).length === 0 ? fields : { ...fields, properties };
}

function overlay(record: JsonObject, extra: JsonObject): JsonObject {
  const fields = { ...record };
  const spelling = new Map(Object.keys(record).map((name) => [name.toLowerCase(), name]));
  for (const [name, value] of Object.entries(extra)) fields[spelling.get(name.toLowerCase()) ?? name] = value;
  return fields;
}

/** Azure Monitor's old table writes the type behind a name: `client_ip_s`. The name alone is added where nothing has it. */
function columnsOf(record: JsonObject): JsonObject {
  const columns = { ...record };
  for (const [name, value] of Object.entries(record)) {
    const base = name.includes('_') ? /^([^_].*)_[sdbtg]$/.exec(name)?.[1] : undefined;
    if (base !== undefined) columns[base] ??= value;
  }
  return columns;
}

function open(properties: JsonObject, name: string): void {
  const lower = name.toLowerCase();
  const key = name in properties ? name : Object.keys(properties).find((each) => each.toLowerCase() === lower);
  const value = key === undefined ? undefined : jsonField(properties[key]);
  if (key !== undefined && value !== undefined) properties[key] = value;
}

/** The first of `values` that is a time, else when the hub took the record. */
export function firstTime(context: RecordContext, ...values: (Json | undefined)[]): EventTime {
  for (const value of values) {
    const time = value === undefined ? undefined : parseTime(value, context.enqueuedAt);
    if (time !== undefined) return { time, timeOrigin: 'record' };
  }
  return { time: context.enqueuedAt, timeOrigin: 'enqueued' };
}

/** When Azure Monitor says that the event was, under all names that its services use. */
export const azureTime = (record: JsonObject, context: RecordContext, ...later: (Json | undefined)[]): EventTime =>
  firstTime(context, field(record, 'time'), field(record, 'timestamp'), record.TimeGenerated, ...later);

/** Members of `object` by the names given, whatever their case; names it lacks are left out. */
export function pick(object: JsonObject, names: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  for (const name of names) {
    const value = field(object, name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/** Names that have something to say; `undefined` and empty texts are left out. */
export function named(values: Record<string, Json | undefined>): JsonObject {
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== '') kept[name] = value;
  return kept;
}
