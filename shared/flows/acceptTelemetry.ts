import { createHash } from 'node:crypto';
import { decode } from '../core/ingest/decode';
import type { DecodeLimits } from '../core/ingest/decodedBody';
import { isSignedBy, parseAuthorization, type SignedRequest } from '../core/ingest/door/requestSignature';
import { keyBytes, parseKeyId } from '../core/ingest/door/workspaceKey';
import { Rejected } from '../model/rejected';
import type { Ports } from './ports';

export type DoorPorts = Pick<Ports, 'ingestKeys' | 'secrets' | 'door'>;

/** One request of the ingest door. */
export interface DoorRequest extends SignedRequest {
  body: Buffer;
  authorization: string | undefined;
}

/** Whose key signed a request. */
export interface Authenticated {
  workspaceId: string;
  keyId: string;
}

/** As costly as with a real key, so that a made-up key id is not told by the time its answer takes. */
const nobody = Buffer.alloc(keyBytes);

/**
 * Whose key signed the request; undefined when it is not signed, or the workspace or key is unknown, rotated or removed, or the
 * signature is another one: callers tell no difference. Asks the store every time: a rotated key ends with its rotation.
 */
export async function authenticateDoor(ports: DoorPorts, request: DoorRequest): Promise<Authenticated | undefined> {
  const credential = parseAuthorization(request.authorization);
  const name = credential && parseKeyId(credential.keyId);
  if (!name) return undefined;
  const document = await ports.ingestKeys.get(request.workspaceId, name.pair);
  const version = document?.[name.slot];
  const secret = version?.version === name.version ? await ports.secrets.open(version.secretId) : undefined;
  const signed = isSignedBy(
    secret === undefined ? nobody : Buffer.from(secret, 'base64'),
    request,
    credential.signature,
  );
  return signed && secret !== undefined ? { workspaceId: document!.workspaceId, keyId: credential.keyId } : undefined;
}

export interface Accepted {
  records: number;
  /** Records that can be told from others but not read: they will be found in the quarantine. */
  unreadable: number;
  bytes: number;
}

/**
 * Hands an authenticated body to the telemetry hub, unchanged and as one message; answers once the hub has stored it. Throws
 * Rejected for a body that holds nothing to store, and what `door.send` throws.
 */
export async function acceptTelemetry(
  { door }: Pick<Ports, 'door'>,
  { workspaceId }: Authenticated,
  { body, resourceId }: Pick<DoorRequest, 'body' | 'resourceId'>,
  limits: DecodeLimits,
): Promise<Accepted> {
  const { records, rejected } = decode(body, limits);
  const whole = rejected.find(({ index }) => index === -1);
  if (whole) throw new Rejected(whole.code, whole.reason);
  if (records.length + rejected.length === 0)
    throw new Rejected('EmptyBody', 'The body holds no record: send JSON or lines of text');
  await door.send({ workspaceId, resourceId, partitionKey: partitionKeyOf(workspaceId, resourceId, body), body });
  return { records: records.length, unreadable: rejected.length, bytes: body.length };
}

/** What one resource sends stays in order; other bodies are spread, and the same body again goes where it is known. */
function partitionKeyOf(workspaceId: string, resourceId: string, body: Buffer): string {
  const hash = createHash('sha256').update(`${workspaceId}\n`);
  return (resourceId === '' ? hash.update(body) : hash.update(resourceId.toLowerCase())).digest('hex');
}
