import { hash } from 'node:crypto';
import type { Json } from '../../model/json';

/**
 * Identity of a record by its content: equal over resends, whatever the order of its keys. `position` makes records of
 * senders without ids and times differ. 128 bits of SHA-256, in hex, after the name of the source.
 */
export const contentId = (source: string, record: Json, position = ''): string =>
  digest(source, `${canonical(record)}${position}`);

/** Identity by the sender's own parts (event id, record number, ..). */
export const ownId = (source: string, ...parts: string[]): string => digest(source, JSON.stringify(parts));

const digest = (source: string, text: string): string => `${source}-${hash('sha256', text, 'hex').slice(0, 32)}`;

/**
 * Text that is equal for equal data and differs for different data, with keys sorted. Texts go with their length before them
 * instead of quotes: nothing has to be escaped, which is what makes it fast.
 */
export function canonical(value: Json): string {
  if (typeof value === 'string') return `"${value.length}:${value}`;
  if (typeof value !== 'object' || value === null) return `#${value};`;
  if (Array.isArray(value)) return `[${value.length}:${value.map(canonical).join('')}`;
  const keys = Object.keys(value).sort();
  let text = `{${keys.length}:`;
  for (const key of keys) text += `${key.length}:${key}${canonical(value[key]!)}`;
  return text;
}
