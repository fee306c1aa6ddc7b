import { z } from 'zod';
import type { JsonObject } from '../../shared/model/json';
import { badRequest } from './fault';
import { valueAt } from './propertyPath';

/** One level of a partition key; `undefined` means that the document has no such property. */
export type KeyComponent = string | number | boolean | null | undefined;
export type PartitionKey = readonly KeyComponent[];

const maximumKeyBytes = 2048;
const components = z
  .array(z.union([z.string(), z.number(), z.boolean(), z.null(), z.strictObject({}).transform(() => undefined)]))
  .max(3);

/** Reads `x-ms-documentdb-partitionkey`: a JSON array in which `{}` stands for a missing value. */
export function parsePartitionKey(text: string): PartitionKey {
  if (Buffer.byteLength(text) > 3 * maximumKeyBytes * 2)
    throw badRequest('The partition key is larger than 2,048 bytes.');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badRequest(`The partition key header is not JSON: ${String(cause)}`);
  }
  const parsed = components.safeParse(json);
  if (!parsed.success)
    throw badRequest('The partition key must be an array of up to 3 strings, numbers, booleans or nulls.');
  const key = parsed.data;
  const bytes = key.reduce<number>((sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : 9), 0);
  if (bytes > maximumKeyBytes) throw badRequest('The partition key is larger than 2,048 bytes.');
  return key;
}

/** The key a document carries under the container's key paths. */
export function partitionKeyOf(document: JsonObject, keyPaths: readonly (readonly string[])[]): PartitionKey {
  return keyPaths.map((segments) => {
    const value = valueAt(document, segments);
    if (typeof value === 'object' && value !== null) {
      throw badRequest(`The partition key /${segments.join('/')} must be a string, number, boolean or null.`, 1001);
    }
    return value;
  });
}

export const samePartitionKey = (one: PartitionKey, other: PartitionKey) =>
  one.length === other.length && one.every((part, level) => part === other[level]);
