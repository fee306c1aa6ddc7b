import { parseOrUndefined } from './singleQuotes';

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === newline;

/** A stretch of a body: one JSON value (perhaps a broken one) or one line of text. */
export interface Segment {
  kind: 'json' | 'text';
  bytes: Buffer;
}

/**
 * Cuts a body that is not one JSON value into JSON values and lines of text, in one pass over its bytes. Bodies in
 * lines are cut at line ends, so that a broken line costs no other; otherwise values may span lines (pretty-printed ones, one after another).
 */
export function splitBody(body: Buffer): Segment[] {
  const inLines = hasJsonLine(body);
  const segments: Segment[] = [];
  let at = 0;
  while (at < body.length) {
    if (isSpace(body[at])) {
      at++;
      continue;
    }
    const lineEnd = endOfLine(body, at);
    const json = beginsJson(body, at);
    const end = json ? endOfValue(body, at, inLines ? lineEnd : body.length) : lineEnd;
    segments.push({ kind: json ? 'json' : 'text', bytes: trimEnd(body.subarray(at, end)) });
    at = json ? afterComma(body, end) : end;
  }
  return segments;
}

/** Values of a list that lost its brackets are parted by commas. */
function afterComma(body: Buffer, end: number): number {
  let at = end;
  while (at < body.length && body[at] !== newline && isSpace(body[at])) at++;
  return body[at] === 0x2c ? at + 1 : end;
}

/** `{` before a key or its end, `[` before a value that a log line in brackets does not begin with. */
export function beginsJson(body: Buffer, at: number): boolean {
  const open = body[at];
  if (open !== 0x7b && open !== 0x5b) return false;
  let next = at + 1;
  while (isSpace(body[next])) next++;
  const byte = body[next];
  if (byte === undefined) return true;
  if (open === 0x7b) return byte === quote || byte === 0x27 || byte === 0x7d;
  return byte === 0x7b || byte === 0x5b || byte === quote || byte === 0x5d;
}

function hasJsonLine(body: Buffer): boolean {
  for (let at = 0; at < body.length; at = endOfLine(body, at) + 1) {
    if (!beginsJson(body, at)) continue;
    const line = trimEnd(body.subarray(at, endOfLine(body, at)));
    const last = line[line.length - 1];
    const closed = line.length > 2 && (last === 0x7d || last === 0x5d);
    if (closed && parseOrUndefined(line.toString()) !== undefined) return true;
  }
  return false;
}

function endOfLine(body: Buffer, at: number): number {
  const end = body.indexOf(newline, at);
  return end < 0 ? body.length : end;
}

function trimEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes[end - 1])) end--;
  return bytes.subarray(0, end);
}

/** Position after the value that begins here; `limit` when it is not closed before. */
export function endOfValue(bytes: Buffer, start: number, limit: number): number {
  let depth = 0;
  for (let at = start; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === quote) {
      at = endOfString(bytes, at, limit) - 1;
      if (depth === 0) return at + 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth++;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      if (depth <= 0) return at + 1;
    }
  }
  return limit;
}

function endOfString(bytes: Buffer, start: number, limit: number): number {
  for (let at = start + 1; at < limit; at++) {
    if (bytes[at] === backslash) at++;
    else if (bytes[at] === quote) return at + 1;
  }
  return limit;
}

const arrayOpening = /^\s*(?:\{\s*"(?:records|Records|value|Findings|findings)"\s*:\s*)?\[/;

/**
 * Elements of an array or of `{"records":[..`, broken or not, each as its own bytes; undefined when it is neither. What stands after
 * its end and belongs to no envelope is an element too: a bracket in a broken element may have passed for the end.
 */
export function splitArray(bytes: Buffer): { elements: Buffer[]; closed: boolean } | undefined {
  const opening = arrayOpening.exec(bytes.toString('latin1', 0, 256));
  if (opening === null) return undefined;
  const elements: Buffer[] = [];
  let at = opening[0].length;
  while (at < bytes.length) {
    if (bytes[at] === 0x5d) {
      const rest = bytes.subarray(at + 1);
      return { elements: endsWell(opening[0], rest) ? elements : [...elements, rest], closed: true };
    }
    if (isSpace(bytes[at]) || bytes[at] === 0x2c) {
      at++;
      continue;
    }
    const end = endOfElement(bytes, at);
    elements.push(trimEnd(bytes.subarray(at, end)));
    at = end;
  }
  return { elements, closed: false };
}

/** Nothing follows an array; an envelope may have members after its list. */
function endsWell(opening: string, rest: Buffer): boolean {
  const text = rest.toString().trim();
  if (text === '' || !opening.includes('{')) return text === '';
  return text === '}' || parseOrUndefined(`{"":0${text}`) !== undefined;
}

function endOfElement(bytes: Buffer, start: number): number {
  const byte = bytes[start];
  if (byte === quote || byte === 0x7b || byte === 0x5b) return endOfValue(bytes, start, bytes.length);
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== 0x2c && bytes[at] !== 0x5d) at++;
  return at;
}
