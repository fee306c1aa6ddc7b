import type { Json, JsonObject } from '../../model/json';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRecordList = (value: Json | undefined): value is Json[] =>
  Array.isArray(value) && value.length > 0 && value.every((element) => element === null || typeof element === 'object');

/** Text that holds JSON objects or arrays, and not a log line such as `[error] ...`. */
export const looksLikeJson = (text: string): boolean => /^\s*(?:\{\s*["'}]|\[\s*[[{"\]])/.test(text);

/** Keys of envelopes. Siblings of theirs say something of the batch, not of a record: plain values only. */
const listKeys = ['records', 'Records', 'findings', 'Findings'] as const;

const siblingsArePlain = (object: JsonObject, key: string): boolean =>
  Object.keys(object).every((name) => name === key || typeof object[name] !== 'object' || object[name] === null);

const siblingsArePaging = (object: JsonObject): boolean =>
  Object.keys(object).every(
    (name) => name === 'value' || name === 'nextLink' || name === 'count' || name.startsWith('@odata.'),
  );

/**
 * What an envelope holds, or undefined when the object is itself a record: `{records}`, `{findings}` in both spellings (list,
 * object or JSON text), `{value}` of ARM and Graph pages, EventBridge's `{detail}`, Resource Graph's `{data}`.
 */
export function contentOfEnvelope(object: JsonObject): Json | undefined {
  for (const key of listKeys) {
    const content = object[key];
    if (content !== undefined && holdsRecords(object, key, content)) return content;
  }
  if (Array.isArray(object.value) && siblingsArePaging(object)) return object.value;
  if (isObject(object.detail) && typeof object['detail-type'] === 'string') return object.detail;
  if (object.totalRecords !== undefined && Array.isArray(object.data)) return object.data;
  return undefined;
}

/** With nothing beside it anything is content, also nothing; with siblings only what can be told to be records. */
function holdsRecords(object: JsonObject, key: string, content: Json): boolean {
  const isText = typeof content === 'string' && looksLikeJson(content);
  if (Object.keys(object).length === 1) return isText || typeof content === 'object';
  return (isText || isObject(content) || isRecordList(content)) && siblingsArePlain(object, key);
}
