import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Name of the scheme, in the header Authorization and on the first line of what is signed. Described in docs/ingest-door.md. */
export const doorScheme = 'SKYWARDEN-HMAC-SHA256';

/** A request is taken this long before and after the time it names: replays are bounded by it. */
export const maxSkewMs = 15 * 60 * 1000;

/** What a signature covers. Absent headers are empty text. */
export interface SignedRequest {
  workspaceId: string;
  /** Of the request, without the prefix of a gateway; default: that of the ingest door. */
  path?: string;
  /** Header `x-skywarden-date`, as sent. */
  date: string;
  /** Header `content-encoding`, as sent. */
  contentEncoding: string;
  /** Header `x-skywarden-resource-id`, as sent. */
  resourceId: string;
  /** As it goes over the wire, compressed or not. */
  body: Uint8Array;
}

/** The path stands without the prefix that a gateway may put in front, and no host: a key is of one workspace of one deployment. */
export const stringToSign = ({ workspaceId, path, date, contentEncoding, resourceId, body }: SignedRequest): string =>
  [doorScheme, 'POST', path ?? doorPath(workspaceId), date, contentEncoding, resourceId, sha256(body)].join('\n');

export const doorPath = (workspaceId: string): string => `/api/v1/ingest/${workspaceId}`;
/** Where a collector asks for what it is to do: a signature for one path is none for the other. */
export const tasksPath = (workspaceId: string): string => `/api/v1/workspaces/${workspaceId}/machineTasks/claim`;

const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const signatureOf = (request: SignedRequest, key: Uint8Array): Buffer =>
  createHmac('sha256', key).update(stringToSign(request)).digest();

/** Value of the header Authorization. */
export const authorizationOf = (keyId: string, key: Uint8Array, request: SignedRequest): string =>
  `${doorScheme} KeyId=${keyId}, Signature=${signatureOf(request, key).toString('base64')}`;

export interface Credential {
  keyId: string;
  signature: Buffer;
}

/** Reads the header Authorization; undefined when it is not of this scheme. */
export function parseAuthorization(header: string | undefined): Credential | undefined {
  const found = /^SKYWARDEN-HMAC-SHA256 +KeyId=([\w.-]{1,64}) *, *Signature=([A-Za-z0-9+/]{43}=)$/i.exec(header ?? '');
  return found ? { keyId: found[1]!, signature: Buffer.from(found[2]!, 'base64') } : undefined;
}

/** In constant time. */
export const isSignedBy = (key: Uint8Array, request: SignedRequest, signature: Uint8Array): boolean =>
  signature.length === 32 && timingSafeEqual(signatureOf(request, key), signature);

const datePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$/;

/** How far the clock of the sender is ahead, in milliseconds; undefined when the date is not ISO 8601 in UTC. */
export function skewOf(date: string, now: Date): number | undefined {
  const time = datePattern.test(date) ? Date.parse(date) : NaN;
  return Number.isNaN(time) ? undefined : time - now.getTime();
}
