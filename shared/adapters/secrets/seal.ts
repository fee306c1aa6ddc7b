import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Rejected } from '../../model/rejected';

export interface SealKey {
  id: string;
  key: Buffer;
}

/** Said explicitly: otherwise a tag cut to four bytes, which can be guessed, would do. */
const authTagLength = 16;

/** AES-256-GCM envelope `v1.{key id}.{iv}.{tag}.{ciphertext}`, base64url parts. `name` is bound in: a value cannot be moved to another secret. */
export function seal({ id, key }: SealKey, name: string, value: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return ['v1', id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/** Throws Rejected when no key of the ring made the envelope, an Error when it was changed. */
export function open(keys: SealKey[], name: string, envelope: string): string {
  const [version, keyId, iv, tag, sealed] = envelope.split('.');
  const key = keys.find(({ id }) => id === keyId);
  if (version !== 'v1' || !key || !iv || !tag || sealed === undefined) {
    throw new Rejected(
      'SecretUnreadable',
      `No key in SECRETS_KEY opens the secret ${name}: bring the old key back, or save the automation again`,
    );
  }
  const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(iv, 'base64url'), { authTagLength })
    .setAAD(Buffer.from(name))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
}
