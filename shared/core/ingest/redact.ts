import type { Json, JsonObject } from '../../model/json';

const signature = /([?&](?:amp;)?sig=)[^&\s"'\\]+/gi;

/**
 * Takes the signature out of every shared access URI in a record: whoever reads events must not be able to use it. A record
 * without any, which is nearly every one, comes back as it is.
 */
export function redactSignatures(record: JsonObject): JsonObject {
  return maySign(record) ? (redact(record) as JsonObject) : record;
}

function maySign(value: Json): boolean {
  if (typeof value === 'string') return value.includes('sig=');
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(maySign);
  for (const key in value) if (maySign(value[key]!)) return true;
  return false;
}

function redact(value: Json): Json {
  if (typeof value === 'string') return value.includes('sig=') ? value.replace(signature, '$1REDACTED') : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(redact);
  const copy: JsonObject = {};
  for (const key in value) copy[key] = redact(value[key]!);
  return copy;
}
