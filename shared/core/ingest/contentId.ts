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

/** JSON text with sorted keys: equal data, equal text. */
export function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const keys = Object.keys(value).sort();
  let text = '{';
  for (const key of keys) text += `${text.length > 1 ? ',' : ''}${JSON.stringify(key)}:${canonical(value[key]!)}`;
  return `${text}}`;
}
