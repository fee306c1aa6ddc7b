import type { Entity } from '../../../model/entity';
import type { Json, JsonObject } from '../../../model/json';
import { accounts, addresses, azureResources, distinct, domains, files, hosts } from '../azure/azureEntities';
import { field, isObject, jsonField, textField } from '../field';

const maxEntities = 200;
const maxDepth = 6;

/**
 * Entities of a Microsoft alert in either dialect (`Type`, PascalCase or `type`, camelCase), as a list or as JSON text. An object is
 * written once and then named by `{"$ref": id}`: those are followed. Types that events have no name for are left out.
 */
export function alertEntities(value: Json | undefined): Entity[] {
  const list = jsonField(value);
  if (!Array.isArray(list)) return [];
  const known = new Map<string, JsonObject>();
  collect(list, known, 0);
  const resolve = (one: Json | undefined): JsonObject | undefined => {
    if (!isObject(one)) return undefined;
    const reference = textField(one, '$ref');
    return reference === '' ? one : known.get(reference);
  };
  const resolved = list.slice(0, maxEntities).map(resolve);
  return distinct(resolved.flatMap((entity) => (entity === undefined ? [] : entityOf(entity, resolve))));
}

type Resolve = (one: Json | undefined) => JsonObject | undefined;

function collect(value: Json, known: Map<string, JsonObject>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return;
  if (!Array.isArray(value) && typeof value.$id === 'string') known.set(value.$id, value);
  for (const inner of Object.values(value)) collect(inner, known, depth + 1);
}

function entityOf(entity: JsonObject, resolve: Resolve): Entity[] {
  const text = (name: string) => textField(entity, name);
  const kind = text('type').toLowerCase();
  const readers: Record<string, () => Entity[]> = {
    ip: () => addresses(text('address')),
    host: () => hosts(text('hostName') || text('netBiosName'), text('azureID'), osOf(text('osFamily'))),
    account: () => account(entity),
    process: () => process(entity, resolve),
    file: () => files(text('directory'), text('name')),
    filehash: () => hashOf(text('algorithm'), text('value')),
    'azure-resource': () => azureResources(text('resourceId')),
    dns: () => domains(text('domainName')),
    url: () => (text('url') === '' ? [] : [{ type: 'url', url: text('url') }]),
  };
  return Object.hasOwn(readers, kind) ? readers[kind]!() : [];
}

const osOf = (os: string): 'Linux' | 'Windows' | undefined => (os === 'Linux' || os === 'Windows' ? os : undefined);

/** An account by its parts: domains and security ids beside what a principal name tells. */
export function account(entity: JsonObject): Entity[] {
  const text = (name: string) => textField(entity, name);
  const [named] = accounts(
    text('name') || text('accountName') || text('userPrincipalName'),
    text('aadUserId') || text('azureAdUserId'),
  );
  if (named?.type !== 'account') return [];
  const upn = text('userPrincipalName');
  const upnSuffix = named.upnSuffix ?? (text('upnSuffix') || upn.slice(upn.lastIndexOf('@') + 1));
  const ntDomain = text('ntDomain') || text('domainName');
  const sid = text('sid') || text('userSid');
  return [{ ...named, ...(upnSuffix && { upnSuffix }), ...(ntDomain && { ntDomain }), ...(sid && { sid }) }];
}

function process(entity: JsonObject, resolve: Resolve): Entity[] {
  const [own] = processOf(entity, resolve);
  if (own?.type !== 'process') return [];
  const parent = resolve(field(entity, 'parentProcess'));
  const [parentProcess] = parent === undefined ? [] : processOf(parent, resolve);
  return [{ ...own, ...(parentProcess && { parentProcess }) }];
}

function processOf(entity: JsonObject, resolve: Resolve): Entity[] {
  const processId = textField(entity, 'processId');
  const commandLine = textField(entity, 'commandLine');
  const image = resolve(field(entity, 'imageFile'));
  const [imageFile] = image === undefined ? [] : files(textField(image, 'directory'), textField(image, 'name'));
  if (processId === '' && commandLine === '' && imageFile === undefined) return [];
  return [
    {
      type: 'process',
      ...(processId && { processId }),
      ...(commandLine && { commandLine }),
      ...(imageFile && { imageFile }),
    },
  ];
}

const algorithms = ['MD5', 'SHA1', 'SHA256'] as const;

export function hashOf(name: string, value: string): Entity[] {
  const algorithm = algorithms.find((known) => known === name.toUpperCase());
  return algorithm === undefined || !/^[0-9a-f]{32,64}$/i.test(value) ? [] : [{ type: 'filehash', algorithm, value }];
}
