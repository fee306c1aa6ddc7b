/** A pair has two keys, so that one can be rotated while senders use the other. */
export const keySlots = ['primary', 'secondary'] as const;
export type KeySlot = (typeof keySlots)[number];

/** Names one version of one key: a rotated key has another id. */
export interface KeyName {
  /** Id (GUID) of the pair. */
  pair: string;
  slot: KeySlot;
  version: number;
}

const letters: Record<KeySlot, string> = { primary: 'p', secondary: 's' };

/** `{pair}.p1`: public, stands in requests and logs. */
export const keyIdOf = ({ pair, slot, version }: KeyName): string => `${pair}.${letters[slot]}${version}`;

export function parseKeyId(keyId: string): KeyName | undefined {
  const found = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([ps])([1-9]\d{0,8})$/.exec(keyId);
  if (!found) return undefined;
  return { pair: found[1]!, slot: found[2] === 'p' ? 'primary' : 'secondary', version: Number(found[3]) };
}

export const keyBytes = 32;

/** What a sender is given, as one text: `{key id}:{base64 of 32 bytes}`. */
export const workspaceKeyText = (keyId: string, key: Uint8Array): string =>
  `${keyId}:${Buffer.from(key).toString('base64')}`;

export function parseWorkspaceKey(text: string): { keyId: string; key: Buffer } | undefined {
  const [keyId = '', encoded = '', ...rest] = text.trim().split(':');
  const key = Buffer.from(encoded, 'base64');
  return rest.length === 0 && parseKeyId(keyId) && key.length === keyBytes ? { keyId, key } : undefined;
}
