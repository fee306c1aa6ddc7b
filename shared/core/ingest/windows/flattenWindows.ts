import type { Json, JsonObject } from '../../../model/json';
import { remembered } from '../../spellings';
import { field, isObject } from '../field';

/** True for the shapes in which Windows events travel: evtx JSON, flat (NXLog and alike), Log Analytics rows. */
export function isWindowsEvent(record: JsonObject): boolean {
  if (isObject(record.Event) && isObject(record.Event.System)) return true;
  if (field(record, 'EventID') === undefined) return false;
  return (
    field(record, 'Channel') !== undefined ||
    typeof record.EventSourceName === 'string' ||
    typeof record.EventLog === 'string' ||
    record.Type === 'SecurityEvent'
  );
}

/** One flat event under the names of the event itself, with the header names that rules use beside them. */
export function flattenWindows(record: JsonObject): JsonObject {
  const flat = isObject(record.Event) && isObject(record.Event.System) ? fromEvtx(record.Event) : fromRow(record);
  for (const name in flat) {
    const plain = withoutBlanks(name);
    if (plain !== undefined) flat[plain] ??= flat[name]!;
  }
  fill(flat, 'Provider_Name', flat.SourceName ?? flat.EventSourceName ?? flat.Source);
  fill(flat, 'Computer', flat.Hostname);
  fill(flat, 'Channel', flat.EventLog);
  return flat;
}

function fill(flat: JsonObject, name: string, value: Json | undefined): void {
  if (flat[name] === undefined && value !== undefined) flat[name] = value;
}

/** `{Event: {System: {..}, EventData | UserData: {..}}}`: attributes join by `_`, `{"#text": ..}` is its text. */
function fromEvtx(event: JsonObject): JsonObject {
  const flat: JsonObject = {};
  for (const [name, value] of Object.entries(event.System as JsonObject)) {
    for (const [attribute, text] of attributesOf(value)) flat[`${name}_${attribute}`] = text;
    const text = textOf(value);
    if (text !== undefined) flat[name] = text;
  }
  for (const data of [event.EventData, event.UserData]) {
    if (isObject(data)) addData(flat, data);
  }
  fill(flat, 'TimeCreated', flat.TimeCreated_SystemTime);
  return flat;
}

/** Members of EventData; UserData holds them one level deeper. The header's names win over equal ones. */
function addData(flat: JsonObject, data: JsonObject): void {
  for (const [name, value] of Object.entries(data)) {
    if (name === '#attributes') continue;
    if (name === 'Data') fill(flat, 'Data', dataText(value));
    else if (isObject(value) && value['#text'] === undefined) addData(flat, value);
    else fill(flat, name, textOf(value) ?? '');
  }
}

/** Unnamed `Data` elements as one text, a line each. */
function dataText(value: Json): Json {
  const text = textOf(value);
  return Array.isArray(text) ? text.map(String).join('\n') : (text ?? '');
}

const attributesOf = (value: Json): [string, Json][] =>
  isObject(value) && isObject(value['#attributes']) ? Object.entries(value['#attributes']) : [];

const textOf = (value: Json): Json | undefined => (isObject(value) ? value['#text'] : (value ?? undefined));

/** Asked for every name of every event, so that what was found of a spelling is kept. */
const withoutBlanks = remembered((name) => (name.includes(' ') ? name.replaceAll(' ', '') : undefined));
const withoutType = remembered((name) =>
  name.includes('_') ? /^(.+)_(?:string|dynamic|long|int|guid)$/.exec(name)?.[1] : undefined,
);

/** Flat records and Log Analytics rows. Unions of tables put the type behind a name: `ProcessId_string`. */
function fromRow(record: JsonObject): JsonObject {
  const flat = shallowCopy(record);
  for (const name in record) {
    const base = withoutType(name);
    if (base !== undefined) fill(flat, base, record[name]);
  }
  for (const name of ['EventID', 'Channel']) fill(flat, name, field(record, name));
  for (const name of ['EventData', 'ParameterXml']) {
    for (const [key, value] of fromXml(record[name])) fill(flat, key, value);
  }
  return flat;
}

/** To add to: in Node 20 each object that is added to after `{...record}` gets a hidden class of its own, at 1 us and memory each. */
function shallowCopy(record: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const name in record) copy[name] = record[name]!;
  return copy;
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Named `<Data>` elements of EventData as XML text. */
function fromXml(xml: Json | undefined): [string, string][] {
  if (typeof xml !== 'string' || !xml.includes('<Data')) return [];
  return Array.from(xml.matchAll(/<Data Name="([^"<>]{1,128})">([^<]*)<\/Data>/g), ([, name, text]) => [
    name!,
    text!.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity]!),
  ]);
}
