import type { Entity, FileEntity } from '../../../model/entity';
import type { Json } from '../../../model/json';
import { parseResourceId } from '../../../model/resourceId';
import { cleanAddress } from '../address';

/** Each answers a list, empty when there is nothing to name: a source joins them. */

/** A user by principal name, else by id; an application by its id. */
export function accounts(principal: string, aadUserId = ''): Entity[] {
  const named = principal.trim() || aadUserId;
  if (named === '') return [];
  const at = named.lastIndexOf('@');
  const [name, upnSuffix] = at > 0 ? [named.slice(0, at), named.slice(at + 1)] : [named, ''];
  return [{ type: 'account', name, ...(upnSuffix && { upnSuffix }), ...(aadUserId && { aadUserId }) }];
}

/** Texts that are addresses, with or without a port, each once. */
export function addresses(...texts: (Json | undefined)[]): Entity[] {
  const clean = texts.map(cleanAddress).filter((address) => address !== undefined);
  return [...new Set(clean)].map((address) => ({ type: 'ip', address }));
}

export const azureResources = (resourceId: string): Entity[] =>
  parseResourceId(resourceId).subscriptionId === '' ? [] : [{ type: 'azure-resource', resourceId }];

export const urls = (text: string): Entity[] => (/^https?:\/\/\S+$/i.test(text) ? [{ type: 'url', url: text }] : []);

export const domains = (name: string): Entity[] =>
  /^[\w-]+(?:\.[\w-]+)+\.?$/.test(name) && cleanAddress(name) === undefined
    ? [{ type: 'dns', domainName: name.replace(/\.$/, '') }]
    : [];

export function hosts(hostName: string, azureID = '', osFamily?: 'Linux' | 'Windows'): Entity[] {
  if (hostName === '') return [];
  return [{ type: 'host', hostName, ...(azureID && { azureID }), ...(osFamily && { osFamily }) }];
}

/** A file by path and name, or by a path that ends in the name. Both kinds of slash. */
export function files(path: string, name = ''): FileEntity[] {
  const slash = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  const last = path.slice(slash + 1);
  if (name !== '' && last.toLowerCase() !== name.toLowerCase()) {
    return [{ type: 'file', name, ...(path && { directory: path }) }];
  }
  if (last === '') return [];
  return [{ type: 'file', name: last, ...(slash > 0 && { directory: path.slice(0, slash) }) }];
}

/** The same thing named twice counts once. */
export function distinct(entities: Entity[]): Entity[] {
  const seen = new Set<string>();
  return entities.filter((entity) => {
    const text = JSON.stringify(entity);
    return !seen.has(text) && seen.add(text);
  });
}
