import type { Json } from '../../../model/json';
import { decodeValue } from './auditValue';
import { recordTypeName } from './recordTypes';

/** One line of an audit log. `fields` holds its type and pairs, decoded; what the kernel writes for "none" is left out. */
export interface AuditRecord {
  /** Machine by `node=`, else empty. */
  node: string;
  type: string;
  /** Epoch seconds with fraction, as written. */
  time: string;
  serial: string;
  fields: { [name: string]: Json };
  line: string;
}

const header = /audit\((\d{1,12}(?:\.\d{1,9})?):(\d{1,20})\):?/y;
/** How far into a line the header may stand: behind a syslog header and `node=`. */
const maxPrefix = 512;

/** True for a line with an audit header, with or without `type=` or a syslog header before it. */
export const isAuditLine = (line: string): boolean => headerAt(line) !== null;

/** What names an audit event: its lines share node, time and serial. Undefined when the line has no header. */
export function auditEventKey(line: string): string | undefined {
  const found = headerAt(line);
  return found === null ? undefined : `${nodeOf(line.slice(0, found.index))} ${found[1]} ${found[2]}`;
}

const nodeOf = (prefix: string): string =>
  prefix.includes('node=') ? (/(?:^|\s)node=(\S+)/.exec(prefix)?.[1] ?? '') : '';

function headerAt(line: string): RegExpExecArray | null {
  const at = line.indexOf('audit(');
  if (at < 0 || at > maxPrefix) return null;
  header.lastIndex = at;
  return header.exec(line);
}

export function readAuditLine(line: string): AuditRecord | undefined {
  const found = headerAt(line);
  if (found === null) return undefined;
  const prefix = line.slice(0, found.index);
  const type = recordTypeName(/(?:^|\s)type=(\S+)/.exec(prefix)?.[1] ?? '');
  const fields: AuditRecord['fields'] = { type };
  readMessage(line.slice(found.index + found[0].length), type, fields);
  return { node: nodeOf(prefix), type, time: found[1]!, serial: found[2]!, fields, line };
}

/** Byte 0x1D parts the raw pairs from those with names (`log_format = ENRICHED`). */
function readMessage(text: string, type: string, fields: AuditRecord['fields']): void {
  const avc = !text.includes('avc:') ? null : /avc:\s+(\w+)\s+\{([^}]*)\}\s+for/.exec(text.slice(0, maxPrefix));
  if (avc !== null) {
    fields.seresult = avc[1]!;
    fields.seperms = avc[2]!.trim();
  }
  const [raw = '', ...enriched] = (avc === null ? text : text.slice(avc.index + avc[0].length)).split('\x1d');
  readPairs(raw, type, fields);
  for (const pairs of enriched) readPairs(pairs, type, fields);
}

/** `key=value` pairs parted by spaces; words between them are skipped. A key already present is kept. */
function readPairs(text: string, type: string, fields: AuditRecord['fields']): void {
  let before = '';
  let at = 0;
  let equals = text.indexOf('=');
  while (equals >= 0) {
    const space = endAt(text, ' ', at);
    if (space < equals) {
      before = text.slice(at, space);
      at = space + 1;
      continue;
    }
    const word = text.slice(text[at] === '(' ? at + 1 : at, equals);
    const name = before === 'old' || before === 'new' ? `${before}-${word}` : word;
    before = '';
    at = readValue(text, equals + 1, name, type, fields);
    equals = text.indexOf('=', at);
  }
}

/** Puts one value into `fields` and answers where the next pair may begin. */
function readValue(text: string, start: number, name: string, type: string, fields: AuditRecord['fields']): number {
  const opening = text[start];
  if (opening === "'" && name === 'msg') {
    const end = text.lastIndexOf("'") > start ? text.lastIndexOf("'") : text.length;
    readPairs(text.slice(start + 1, end), type, fields);
    return end + 1;
  }
  const closing = opening === '"' ? '"' : opening === '{' ? '}' : undefined;
  const end = closing === undefined ? endAt(text, ' ', start) : endAt(text, closing, start + 1);
  const value = closing === undefined ? unbracketed(text.slice(start, end)) : text.slice(start + 1, end).trim();
  const decoded = decodeValue(type, name, value, opening === '"');
  if (decoded !== undefined && name !== '' && fields[name] === undefined) fields[name] = decoded;
  return end + 1;
}

/** `(hostname=?, addr=?, terminal=cron)` of old records; `(null)` keeps its own brackets. */
function unbracketed(value: string): string {
  const last = value[value.length - 1];
  return (last === ',' || last === ')') && value[0] !== '(' ? value.replace(/[,)]+$/, '') : value;
}

function endAt(text: string, char: string, from: number): number {
  const end = text.indexOf(char, from);
  return end < 0 ? text.length : end;
}
