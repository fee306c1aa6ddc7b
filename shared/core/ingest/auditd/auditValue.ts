import { isUtf8 } from 'node:buffer';
import type { Json } from '../../../model/json';

/** Fields that are written in hex when they hold spaces, quotes or control bytes. */
const encoded = new Set([
  'acct',
  'cmd',
  'comm',
  'cwd',
  'data',
  'dir',
  'exe',
  'file',
  'grp',
  'invalid_context',
  'key',
  'name',
  'new-acct',
  'ocomm',
  'path',
  'proctitle',
  'proc',
  'sw',
  'unit',
  'vm',
  'watch',
]);
const argument = /^a\d+(?:\[\d+\])?$/;
const hex = /^(?:[0-9A-F]{2})+$/;
const absent = new Set(['', '(null)', '?']);
const keySeparator = '\x01';

/** Value of a pair as meant, or undefined when the kernel says there is none. `quoted` values are never hex. */
export function decodeValue(type: string, name: string, value: string, quoted: boolean): Json | undefined {
  if (absent.has(value) && !isArgument(type, name)) return undefined;
  const text = !quoted && isEncoded(type, name) && hex.test(value) ? fromHex(value) : value;
  if (name === 'key') return keys(text);
  if (name === 'proctitle') return text.replace(/\0+$/, '').replaceAll('\0', ' ');
  return text;
}

/** An argument may be empty or read `(null)`. */
const isArgument = (type: string, name: string): boolean => type === 'EXECVE' && argument.test(name);
const isEncoded = (type: string, name: string): boolean => encoded.has(name) || isArgument(type, name);

function fromHex(text: string): string {
  const bytes = Buffer.from(text, 'hex');
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/** Several rules that matched stand in one value; some senders write `key=` within it. */
function keys(text: string): Json {
  const all = text.split(keySeparator).map((key) => key.replace(/^key=/, ''));
  return all.length === 1 ? all[0]! : all;
}
