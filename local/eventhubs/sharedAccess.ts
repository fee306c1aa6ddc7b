import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SharedAccessKey {
  name: string;
  key: string;
}

/** What a token opens until when: a path below the namespace (lower case, '' for all of it). */
export interface Grant {
  path: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * Checks `SharedAccessSignature sr=<resource>&sig=<signature>&se=<expiry>&skn=<key name>`: HMAC-SHA256 of the encoded resource,
 * a line feed and the expiry, in base64. Undefined when the token is not good.
 * https://learn.microsoft.com/azure/event-hubs/authenticate-shared-access-signature
 */
export function grantOf(token: string, { name, key }: SharedAccessKey, now: number): Grant | undefined {
  const match = /^SharedAccessSignature (.+)$/.exec(token);
  if (!match || token.length > 4096) return undefined;
  const fields = new Map((match[1] as string).split('&').map((field) => splitOnce(field)));
  const [resource, signature, expiry, keyName] = ['sr', 'sig', 'se', 'skn'].map((field) => fields.get(field));
  if (resource === undefined || signature === undefined || expiry === undefined || keyName === undefined)
    return undefined;
  const expected = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest('base64');
  const right = sameText(decode(signature), expected) && sameText(decode(keyName), name);
  const expiresAt = Number(expiry) * 1000;
  return right && expiresAt > now ? { path: resourcePath(decode(resource)), expiresAt } : undefined;
}

/** Whether one of the grants covers the address, itself or something above it. */
export function isGranted(grants: Iterable<Grant>, address: string, now: number): boolean {
  const path = resourcePath(address);
  return [...grants].some(
    (grant) => grant.expiresAt > now && (grant.path === '' || path === grant.path || path.startsWith(`${grant.path}/`)),
  );
}

/** Path of an address or audience: without scheme and host, in lower case. */
export function resourcePath(address: string): string {
  return address
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();
}

export function sameText(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function splitOnce(field: string): [string, string] {
  const at = field.indexOf('=');
  return at === -1 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
