import { parse } from 'ipaddr.js';
import type { Alert } from '../../../model/alert';
import { parseResourceId } from '../../../model/resourceId';
import { canonicalAddress } from '../../detect/canonicalAddress';
import { textField } from '../../ingest/field';
import type { JsonObject } from '../../../model/json';

const maxKeys = 6;

/**
 * What an alert is about, by identifiers that mean the same thing in every alert: resource, machine with its domain, account with
 * its directory, public address, hash, URL. A bare host or account name means another thing on every machine and joins nothing.
 * The entity types come in the order of their weight, so that the ones left out are the least telling.
 */
export function strongKeys({ resourceId, entities }: Alert): string[] {
  const named = [resourceKey(resourceId), ...(entities as JsonObject[]).map(keyOf)];
  const keys = [...new Set(named.filter((key) => key !== undefined))];
  return keys.sort((a, b) => weightOf(a) - weightOf(b) || (a < b ? -1 : 1)).slice(0, maxKeys);
}

const weights = ['account', 'resource', 'host', 'filehash', 'ip', 'url'];
const weightOf = (key: string): number => weights.indexOf(key.slice(0, key.indexOf('|')));

function keyOf(entity: JsonObject): string | undefined {
  const text = (name: string): string => textField(entity, name).toLowerCase();
  switch (entity['type']) {
    case 'azure-resource':
      return resourceKey(text('resourceId'));
    case 'host':
      return text('azureID')
        ? resourceKey(text('azureID'))
        : hostKey(text('hostName'), text('dnsDomain') || text('ntDomain'));
    case 'account':
      return accountKey(text);
    case 'ip':
      return isGlobal(text('address')) ? `ip|${canonicalAddress(text('address'))}` : undefined;
    case 'filehash':
      return text('value') ? `filehash|${text('value')}` : undefined;
    case 'url':
      return text('url') ? `url|${text('url')}` : undefined;
    default:
      return undefined;
  }
}

/** A subscription or resource group holds too much to mean one thing. */
function resourceKey(resourceId: string): string | undefined {
  const { id, subscriptionId, rootId } = parseResourceId(resourceId);
  return subscriptionId !== '' && rootId.includes('/providers/') ? `resource|${id}` : undefined;
}

function hostKey(name: string, domain: string): string | undefined {
  if (name.includes('.') && canonicalAddress(name) === undefined) return `host|${name}`;
  return name !== '' && domain !== '' ? `host|${name}.${domain}` : undefined;
}

/** Names that every system has (documented for Sentinel), and the domains of those that are of no directory. */
const commonNames = new Set(
  'admin,administrator,system,root,anonymous,authenticated user,network,null,local system,localsystem,network service'.split(
    ',',
  ),
);
const noDomains = new Set(['nt authority', 'nt service', 'workgroup', 'window manager', 'font driver host', 'builtin']);

function accountKey(text: (name: string) => string): string | undefined {
  const [name, domain] = [text('name'), text('upnSuffix') || text('ntDomain') || text('dnsDomain')];
  if (text('aadUserId')) return `account|${text('aadUserId')}`;
  if (/^s-1-(5-21|12-1)-/.test(text('sid'))) return `account|${text('sid')}`;
  if (name === '' || domain === '' || commonNames.has(name) || noDomains.has(domain)) return undefined;
  return `account|${name}@${domain}`;
}

const ofOneNetwork = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'multicast',
  'broadcast',
  'unspecified',
  'carrierGradeNat',
]);

function isGlobal(address: string): boolean {
  const canonical = canonicalAddress(address);
  return canonical !== undefined && !ofOneNetwork.has(parse(canonical).range());
}
