import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose' with { 'resolution-mode': 'import' };

/** `iss` of local tokens unless the start that made the folder named another. */
const defaultIssuer = 'https://localhost/local/issuer';
export const localAudience = 'https://management.azure.com/';
const localTenantId = '00000000-0000-0000-0000-000000000001';

export interface TokenRequest {
  oid: string;
  groups?: string[];
  /** Told for people who read the token; what counts are role assignments. */
  roles?: string[];
  audience?: string;
  /** Seconds; may be negative for a token that is expired at once. */
  expiresIn?: number;
}

/** Signs tokens on one machine in place of Entra: same claims, own key. */
export interface LocalIssuer {
  issuer: string;
  jwks: JSONWebKeySet;
  issueToken(request: TokenRequest): Promise<string>;
}

const algorithm = 'ES256';

/**
 * Opens the issuer of a folder; its key pair is made at the first time and kept there, readable by its owner only. The
 * `iss` it is given is kept beside the key, so that a later `skywarden token` speaks as the running start expects.
 */
export async function openIssuer(folder: string, issuer?: string): Promise<LocalIssuer> {
  const { importJWK, SignJWT } = await import('jose');
  const key = await loadKey(folder);
  if (issuer !== undefined) await writeFile(join(folder, 'issuer.txt'), issuer);
  const name = issuer ?? (await read(join(folder, 'issuer.txt'))) ?? defaultIssuer;
  const { d: _, ...open } = key;
  const signingKey = await importJWK(key, algorithm);

  return {
    issuer: name,
    jwks: { keys: [{ ...open, use: 'sig', alg: algorithm }] },
    issueToken: ({ oid, groups, roles, audience = localAudience, expiresIn = 3600 }) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = { oid, tid: localTenantId, ver: '2.0', ...(groups && { groups }), ...(roles && { roles }) };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: key.kid! })
        .setIssuer(name)
        .setAudience(audience)
        .setSubject(oid)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setNotBefore(now - 60)
        .setExpirationTime(now + expiresIn)
        .sign(signingKey);
    },
  };
}

/** Two programs may start at once: the key is written aside and linked into place, and the first link wins. */
async function loadKey(folder: string): Promise<JWK> {
  const path = join(folder, 'key.json');
  const found = await read(path);
  if (found !== undefined) return JSON.parse(found) as JWK;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const aside = join(folder, `key.${randomUUID()}.tmp`);
  await writeFile(aside, JSON.stringify(await newKey()), { mode: 0o600 });
  try {
    await link(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside);
  }
  return JSON.parse(await readFile(path, 'utf8')) as JWK;
}

async function newKey(): Promise<JWK> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose');
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const key = await exportJWK(privateKey);
  return { ...key, kid: await calculateJwkThumbprint(key) };
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
