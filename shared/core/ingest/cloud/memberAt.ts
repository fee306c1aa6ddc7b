import type { Json, JsonObject } from '../../../model/json';
import { asText, field, isObject } from '../field';

/** Member below `record` by names, each whatever its case; undefined where the way ends. */
export function memberAt(record: Json | undefined, ...names: string[]): Json | undefined {
  let inner: Json | undefined = record;
  for (const name of names) {
    if (!isObject(inner)) return undefined;
    inner = field(inner, name);
  }
  return inner;
}

/** Text there; empty when there is none, and for the text `null` and `-` that some senders write for nothing. */
export function textAt(record: Json | undefined, ...names: string[]): string {
  const text = asText(memberAt(record, ...names)).trim();
  return text === 'null' || text === '-' ? '' : text;
}

/** First text that is not empty among members of one object. */
export function firstText(record: Json | undefined, ...names: string[]): string {
  for (const name of names) {
    const text = textAt(record, name);
    if (text !== '') return text;
  }
  return '';
}

/** Object there, else an empty one. */
export function objectAt(record: Json | undefined, ...names: string[]): JsonObject {
  const inner = memberAt(record, ...names);
  return isObject(inner) ? inner : {};
}

/** Objects of the list there; one object alone counts as a list of one. */
export function objectsAt(record: Json | undefined, ...names: string[]): JsonObject[] {
  const inner = memberAt(record, ...names);
  if (Array.isArray(inner)) return inner.filter(isObject);
  return isObject(inner) ? [inner] : [];
}

/** Texts of the list there; one text alone counts as a list of one. */
export function textsAt(record: Json | undefined, ...names: string[]): string[] {
  const inner = memberAt(record, ...names);
  const list = Array.isArray(inner) ? inner : [inner];
  return list.map(asText).filter((text) => text !== '');
}
