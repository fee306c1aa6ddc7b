import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { HostBlobs } from '../connections/hostBlobs';

const keySchema = z.object({ name: z.string(), value: z.string() });
const keysSchema = z.object({
  masterKey: keySchema,
  functionKeys: z.array(keySchema),
  systemKeys: z.array(keySchema).default([]),
});

export type AccessKey = z.infer<typeof keySchema>;
export type AccessKeys = z.infer<typeof keysSchema>;
export type AccessLevel = 'anonymous' | 'function' | 'admin';

const newKey = (name: string): AccessKey => ({ name, value: randomBytes(40).toString('base64url') });

/** Host keys from blob `<hostId>/host.json` of container `azure-webjobs-secrets`; made on first use. */
export async function loadAccessKeys(secrets: HostBlobs, hostId: string): Promise<AccessKeys> {
  const path = `${hostId}/host.json`;
  const stored = await secrets.read(path);
  if (stored !== undefined) return keysSchema.parse(JSON.parse(stored));
  const keys = { masterKey: newKey('master'), functionKeys: [newKey('default')], systemKeys: [] };
  await secrets.write(path, JSON.stringify(keys));
  return keys;
}

/** Compares digests, so that neither content nor length shows in the time taken. */
function equal(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The key a request presents: header `x-functions-key`, else query parameter `code`. */
export function presentedKey(request: IncomingMessage, query: URLSearchParams): string | undefined {
  const header = request.headers['x-functions-key'];
  return (Array.isArray(header) ? header[0] : header) ?? query.get('code') ?? undefined;
}

/** True when the key opens the level; the master key opens everything. */
export function opens(keys: AccessKeys, level: AccessLevel, presented: string | undefined): boolean {
  if (level === 'anonymous') return true;
  if (presented === undefined) return false;
  if (equal(presented, keys.masterKey.value)) return true;
  return level === 'function' && keys.functionKeys.some(({ value }) => equal(presented, value));
}

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Without keys the admin endpoints are for a developer at this machine only: the connection comes from loopback and names
 * it, and no page of another origin sent it.
 */
export function isLocalDeveloper(request: IncomingMessage): boolean {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLoopback = address === '::1' || address.startsWith('127.');
  return isLoopback && loopbackHost.test(request.headers.host ?? '') && request.headers.origin === undefined;
}
