import type { Entity, FileEntity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import { cleanAddress } from '../address';
import { asText } from '../field';

/** Who and what a flat Windows event is about. */
export function windowsEntities(event: JsonObject, resourceId: string): Entity[] {
  const entities: (Entity | undefined)[] = [host(event, resourceId), account(event), process(event)];
  for (const name of ['IpAddress', 'SourceIp', 'DestinationIp', 'SourceAddress', 'DestAddress']) {
    const address = cleanAddress(event[name]);
    if (address !== undefined) entities.push({ type: 'ip', address });
  }
  return [...entities.filter((entity) => entity !== undefined), ...hashes(asText(event['Hashes']))];
}

function host(event: JsonObject, resourceId: string): Entity | undefined {
  const hostName = asText(event['Computer']);
  if (hostName === '') return undefined;
  const osFamily = asText(event['Channel']).toLowerCase().startsWith('linux-') ? 'Linux' : 'Windows';
  return { type: 'host', hostName, osFamily, ...(resourceId !== '' && { azureID: resourceId }) };
}

const said = (text: string): boolean => text !== '' && text !== '-';

function account(event: JsonObject): Entity | undefined {
  const [user, domain] = said(asText(event['User']))
    ? asText(event['User']).split('\\').reverse()
    : [
        firstSaid(event, 'TargetUserName', 'SubjectUserName'),
        firstSaid(event, 'TargetDomainName', 'SubjectDomainName'),
      ];
  if (!user) return undefined;
  const sid = firstSaid(event, 'TargetUserSid', 'SubjectUserSid', 'TargetSid');
  return { type: 'account', name: user, ...(domain && { ntDomain: domain }), ...(sid && { sid }) };
}

const firstSaid = (event: JsonObject, ...names: string[]): string =>
  names.map((name) => asText(event[name])).find((text) => said(text) && text !== 'S-1-0-0') ?? '';

function process(event: JsonObject): Entity | undefined {
  const image = asText(event['Image']) || asText(event['ProcessName']);
  const processId = asText(event['NewProcessId']) || asText(event['ProcessId']);
  if (!said(image)) return undefined;
  const parentImage = asText(event['ParentImage']);
  const parentId = asText(event['ParentProcessId']);
  const parent: Entity = {
    type: 'process',
    ...(parentId !== '' && { processId: parentId }),
    ...(parentImage !== '' && { imageFile: file(parentImage) }),
  };
  return {
    type: 'process',
    ...(processId !== '' && { processId }),
    ...(asText(event['CommandLine']) !== '' && { commandLine: asText(event['CommandLine']) }),
    imageFile: file(image),
    ...((parentId || parentImage) && { parentProcess: parent }),
  };
}

function file(path: string): FileEntity {
  const slash = path.lastIndexOf(path.startsWith('/') ? '/' : '\\');
  return { type: 'file', name: path.slice(slash + 1), ...(slash > 0 && { directory: path.slice(0, slash) }) };
}

const algorithms = ['MD5', 'SHA1', 'SHA256'] as const;

/** Sysmon's `SHA1=..,MD5=..,SHA256=..,IMPHASH=..`. */
function hashes(text: string): Entity[] {
  return text.split(',').flatMap((pair): Entity[] => {
    const [name, value] = pair.split('=');
    const algorithm = algorithms.find((known) => known === name?.toUpperCase());
    return algorithm === undefined || !value ? [] : [{ type: 'filehash', algorithm, value }];
  });
}
