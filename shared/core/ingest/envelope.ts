import type { Json, JsonObject } from '../../model/json';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRecordList = (value: Json | undefined): value is Json[] =>
  Array.isArray(value) && value.every((element) => element === null || typeof element === 'object');

/** Text that holds JSON objects or arrays, and not a log line such as `[error] ...`. */
export const looksLikeJson = (text: string): boolean => /^\s*(?:\{\s*["'}]|\[\s*[[{"\]])/.test(text);

/** Siblings of a list of records say something of the batch, not of a record: plain values only. */
const siblingsArePlain = (object: JsonObject, key: string): boolean =>
  Object.keys(object).every((name) => name === key || typeof object[name] !== 'object' || object[name] === null);

const siblingsArePaging = (object: JsonObject): boolean =>
  Object.keys(object).every(
    (name) => name === 'value' || name === 'nextLink' || name === 'count' || name.startsWith('@odata.'),
  );

/**
 * What an envelope holds, or undefined when the object is itself a record: `{records}` and `{Records}` (list, object or
 * JSON text), `{value}` of ARM and Graph pages, `{Findings}`/`{findings}`, EventBridge's `{detail}`, Resource Graph's `{data}`.
 */
export function contentOfEnvelope(object: JsonObject): Json | undefined {
  const records = object.records ?? object.Records;
  if (records !== undefined && isRecords(records)) {
    return siblingsArePlain(object, object.records === undefined ? 'Records' : 'records') ? records : undefined;
  }
  if (object.value !== undefined && isRecordList(object.value) && siblingsArePaging(object)) return object.value;
  const findings = object.findings ?? object.Findings;
  if (findings !== undefined && isRecordList(findings)) {
    return siblingsArePlain(object, object.findings === undefined ? 'Findings' : 'findings') ? findings : undefined;
  }
  if (isObject(object.detail) && typeof object['detail-type'] === 'string') return object.detail;
  if (object.data !== undefined && object.totalRecords !== undefined && isRecordList(object.data)) return object.data;
  return undefined;
}

const isRecords = (records: Json): boolean =>
  Array.isArray(records) || isObject(records) || (typeof records === 'string' && looksLikeJson(records));
