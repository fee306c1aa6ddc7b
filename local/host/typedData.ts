import type { TypedData } from './app/functionsCore';

export const json = (value: unknown): TypedData => ({ json: JSON.stringify(value) });

/**
 * Collections as the host sends them: null and empty entries are dropped unless the app asked for them with the
 * capability `IncludeEmptyEntriesInMessagePayload` (azure-functions-host, `GrpcMessageConversionExtensions`).
 */
export function textCollection(entries: (string | null)[], includeEmpty: boolean): TypedData {
  const kept = includeEmpty ? entries.map((entry) => entry ?? '') : entries.filter((entry) => entry);
  return { collectionString: { string: kept as string[] } };
}

export function bytesCollection(entries: Uint8Array[], includeEmpty: boolean): TypedData {
  return { collectionBytes: { bytes: includeEmpty ? entries : entries.filter((entry) => entry.length > 0) } };
}

/** Text of an output value; whole objects arrive as JSON already. */
export function textOf(data: TypedData): string {
  if (data.string !== undefined) return data.string;
  if (data.json !== undefined) return data.json;
  if (data.bytes !== undefined) return Buffer.from(data.bytes).toString('utf8');
  return String(data.int ?? data.double ?? '');
}

/** Bytes of an output value; text becomes UTF-8. */
export function bytesOf(data: TypedData): Buffer {
  return data.bytes === undefined ? Buffer.from(textOf(data), 'utf8') : Buffer.from(data.bytes);
}

/** The JSON value of text, or undefined when it is none. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Arrays, and text that holds a JSON array, fan out to one item each; anything else is one item. */
export function fanOut(data: TypedData): TypedData[] {
  if (data.bytes !== undefined) return [data];
  const parsed = tryParseJson(textOf(data));
  if (!Array.isArray(parsed)) return [data];
  return parsed.map((item: unknown) => (typeof item === 'string' ? { string: item } : json(item)));
}
