import type { Json, JsonObject } from '../../model/json';

const quoteEnd = /^\s*[,:}\]]/;

/**
 * Reads JSON whose strings stand in single quotes, as function app logs are sent. A string ends only at a quote that is
 * followed by `,` `:` `}` or `]`, so apostrophes within a message survive. Undefined when it is no such text.
 */
export function parseSingleQuoted(text: string): Json | undefined {
  const pieces: string[] = [];
  const anyQuote = /["']/g;
  let at = 0;
  for (let found = anyQuote.exec(text); found !== null; found = anyQuote.exec(text)) {
    const start = found.index;
    pieces.push(text.slice(at, start));
    const end = found[0] === '"' ? doubleQuotedEnd(text, start) : singleQuotedEnd(text, start) + 1;
    pieces.push(found[0] === '"' ? text.slice(start, end) : JSON.stringify(unescape(text.slice(start + 1, end - 1))));
    at = end;
    anyQuote.lastIndex = end;
  }
  return parseOrUndefined(pieces.join('') + text.slice(at));
}

function doubleQuotedEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function singleQuotedEnd(text: string, start: number): number {
  for (let at = text.indexOf("'", start + 1); at >= 0; at = text.indexOf("'", at + 1)) {
    if (text[at - 1] !== '\\' && quoteEnd.test(text.slice(at + 1, at + 65))) return at;
  }
  return text.length;
}

const unescape = (text: string): string => text.replace(/\\(['"\\])/g, '$1');

export function parseOrUndefined(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const inlineProperties = /"properties"\s*:\s*(?=\{\s*')/;

/**
 * Reads a record that is not valid JSON because of single quotes. When its `properties` cannot be read even so, they are
 * kept as text and the rest of the record as it is. Undefined when single quotes are not what is wrong.
 */
export function repairRecord(text: string): Json | undefined {
  if (!/[{[,:]\s*'/.test(text)) return undefined;
  const whole = parseSingleQuoted(text);
  if (whole !== undefined) return whole;
  const properties = inlineProperties.exec(text);
  const end = text.lastIndexOf('}');
  if (properties === null || end < 0) return undefined;
  const start = properties.index + properties[0].length;
  return parseOrUndefined(`${text.slice(0, start)}${JSON.stringify(text.slice(start, end).trim())}}`);
}

/** Opens `"properties": "{'name':'value'}"`; answers whether it did. */
export function repairProperties(record: JsonObject): boolean {
  const { properties } = record;
  if (typeof properties !== 'string' || !/^\s*\{\s*'/.test(properties)) return false;
  const read = parseSingleQuoted(properties);
  if (typeof read !== 'object' || read === null) return false;
  record.properties = read;
  return true;
}
