import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Application properties of a message that came through the ingest door. */
export const workspaceProperty = 'skywardenWorkspace';
export const sealProperty = 'skywardenSeal';

export interface SealingKey {
  id: string;
  key: Uint8Array;
}

/** Keys of the seal, each derived from one key of the ring `SECRETS_KEY` (HKDF, RFC 5869): the first seals, all are accepted. */
export const sealingKeys = (ring: readonly SealingKey[]): SealingKey[] =>
  ring.map(({ id, key }) => ({ id, key: Buffer.from(hkdfSync('sha256', key, '', 'ingest door seal', 32)) }));

/** The properties with which the door forwards a body. */
export function sealedProperties(
  { id, key }: SealingKey,
  workspaceId: string,
  resourceId: string,
  body: Uint8Array,
): Record<string, string> {
  return {
    [workspaceProperty]: workspaceId,
    [sealProperty]: `v1.${id}.${macOf(key, workspaceId, resourceId, body).toString('base64url')}`,
    ...(resourceId !== '' && { resourceId }),
  };
}

/**
 * - `none`: the message does not name a workspace by these properties.
 * - `sealed`: the door authenticated its sender with a key of that workspace, and body and resource id are as it took them.
 * - `forged`: it names one without a valid seal; whoever may send to the hub can write any property.
 */
export type WorkspaceClaim = { kind: 'none' | 'forged' } | { kind: 'sealed'; workspaceId: string };

/** The workspace that the ingest door authenticated for a message of the telemetry hub. Costs one hash of sealed bodies only. */
export function workspaceOf(
  properties: Readonly<Record<string, unknown>>,
  body: Uint8Array,
  keys: readonly SealingKey[],
): WorkspaceClaim {
  const { [workspaceProperty]: workspaceId, [sealProperty]: seal, resourceId } = properties;
  if (workspaceId === undefined && seal === undefined) return { kind: 'none' };
  if (typeof workspaceId !== 'string' || typeof seal !== 'string') return { kind: 'forged' };
  const [version, id, mac = ''] = seal.split('.');
  const key = version === 'v1' ? keys.find((one) => one.id === id) : undefined;
  if (!key) return { kind: 'forged' };
  const [given, expected] = [
    Buffer.from(mac, 'base64url'),
    macOf(key.key, workspaceId, typeof resourceId === 'string' ? resourceId : '', body),
  ];
  const valid = given.length === expected.length && timingSafeEqual(given, expected);
  return valid ? { kind: 'sealed', workspaceId } : { kind: 'forged' };
}

/** JSON keeps the parts apart: no two messages share one text. */
function macOf(key: Uint8Array, workspaceId: string, resourceId: string, body: Uint8Array): Buffer {
  const content = createHash('sha256').update(body).digest('hex');
  return createHmac('sha256', key)
    .update(JSON.stringify([workspaceId, resourceId, content]))
    .digest();
}
