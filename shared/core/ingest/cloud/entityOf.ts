import type { Json } from '../../../model/json';
import type { Entity } from '../../../model/entity';
import { cleanAddress } from '../address';

/** Builders that answer a list of one entity, or of none when the record does not say it: they are joined with `...`. */

export function accountOf(name: string, more: { uid?: string; sid?: string } = {}): Entity[] {
  if (name === '') return [];
  const at = name.indexOf('@');
  const parts = at > 0 && !name.includes('/') ? { name: name.slice(0, at), upnSuffix: name.slice(at + 1) } : { name };
  return [{ type: 'account', ...parts, ...(more.uid && { uid: more.uid }), ...(more.sid && { sid: more.sid }) }];
}

export function addressOf(value: Json | undefined): Entity[] {
  const address = cleanAddress(value);
  return address === undefined ? [] : [{ type: 'ip', address }];
}

export function hostOf(hostName: string, azureID = '', osFamily?: 'Linux' | 'Windows'): Entity[] {
  if (hostName === '') return [];
  return [{ type: 'host', hostName, ...(azureID !== '' && { azureID }), ...(osFamily && { osFamily }) }];
}

export function fileOf(path: string): Entity[] {
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const name = path.slice(slash + 1);
  return name === '' ? [] : [{ type: 'file', name, ...(slash >= 0 && { directory: path.slice(0, slash) || '/' }) }];
}

export const urlOf = (url: string): Entity[] => (url === '' ? [] : [{ type: 'url', url }]);

export const domainOf = (domainName: string): Entity[] => (domainName === '' ? [] : [{ type: 'dns', domainName }]);

const algorithms = { 32: 'MD5', 40: 'SHA1', 64: 'SHA256' } as const;

/** Algorithm by length, as senders often leave it out. */
export function hashOf(value: string): Entity[] {
  if (!/^[0-9a-f]{32,64}$/i.test(value) || !(value.length in algorithms)) return [];
  return [{ type: 'filehash', algorithm: algorithms[value.length as keyof typeof algorithms], value }];
}

/** Entities of one record are few; a hostile one must not make them many. */
const maxEntities = 100;

/** Each once, in order. */
export function distinct(entities: Entity[]): Entity[] {
  if (entities.length < 2) return entities;
  const seen = new Map<string, Entity>();
  for (const entity of entities.slice(0, 10 * maxEntities)) {
    const key = JSON.stringify(entity);
    if (!seen.has(key)) seen.set(key, entity);
  }
  return [...seen.values()].slice(0, maxEntities);
}
