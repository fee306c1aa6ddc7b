import type { Json, JsonObject } from '../../../model/json';

/** Members that clouds put live credentials into, in lower case. */
const secretMembers = new Set([
  'sessiontoken',
  'secretaccesskey',
  'x-amz-security-token',
  'private_key',
  'privatekeydata',
]);
/** Parts of presigned addresses (AWS Signature version 4 and 2, Google). */
const signed =
  /((?:X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|[?&]Signature|[?&](?:amp;)?sig)=)[^&\s"'\\]+/gi;

/** A copy without session tokens, secret keys and signatures of presigned addresses: who reads events must not be able to use them. */
export function redactCredentials(record: JsonObject): JsonObject {
  return redact(record) as JsonObject;
}

export const redactSigned = (text: string): string => (text.includes('=') ? text.replace(signed, '$1REDACTED') : text);

function redact(value: Json): Json {
  if (typeof value === 'string') return redactSigned(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(redact);
  const copy: JsonObject = {};
  for (const key in value) {
    const member = value[key]!;
    const secret = typeof member === 'string' && member !== '' && secretMembers.has(key.toLowerCase());
    copy[key] = secret ? 'REDACTED' : redact(member);
  }
  return copy;
}
