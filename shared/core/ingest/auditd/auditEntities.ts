import type { Entity, FileEntity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import { parseResourceId } from '../../../model/resourceId';
import { cleanAddress } from '../address';
import { asText as text } from '../field';
import { isSet, nameOf } from './auditUser';

/** Who and what an audit event is about: machine, account, process, file it touched, address at the other end. */
export function auditEntities(fields: JsonObject, hostName: string, resourceId: string): Entity[] {
  return [host(hostName, resourceId), account(fields), process(fields), object(fields), address(fields)].filter(
    (entity) => entity !== undefined,
  );
}

function host(hostName: string, resourceId: string): Entity | undefined {
  const name = hostName || parseResourceId(resourceId).name;
  if (name === '') return undefined;
  return { type: 'host', hostName: name, osFamily: 'Linux', ...(resourceId !== '' && { azureID: resourceId }) };
}

/** The account a user record names; else who logged in, whatever that process became since; else who runs it. */
function account(fields: JsonObject): Entity | undefined {
  const named = text(fields.acct) || (fields.acct === undefined && nameOf(fields, 'id'));
  if (named) return { type: 'account', name: named, ...(isSet(fields.id) && { uid: text(fields.id) }) };
  const key = isSet(fields.auid) ? 'auid' : 'uid';
  const name = nameOf(fields, key);
  return name === undefined ? undefined : { type: 'account', name, uid: text(fields[key]) };
}

function process(fields: JsonObject): Entity | undefined {
  const { pid, ppid, exe, CommandLine: commandLine } = fields;
  if (pid === undefined) return undefined;
  return {
    type: 'process',
    processId: text(pid),
    ...(commandLine !== undefined && { commandLine: text(commandLine) }),
    ...(exe !== undefined && { imageFile: fileAt(text(exe), '') }),
    ...(ppid !== undefined && { parentProcess: { type: 'process', processId: text(ppid) } }),
  };
}

/** The first path that is neither the directory around the file nor unknown. */
function object(fields: JsonObject): Entity | undefined {
  const paths = Array.isArray(fields.paths) ? (fields.paths as JsonObject[]) : [];
  const target = paths.find(
    ({ name, nametype }) => name !== undefined && nametype !== 'PARENT' && nametype !== 'UNKNOWN',
  );
  return target === undefined ? undefined : fileAt(text(target.name), text(fields.cwd));
}

function fileAt(path: string, workingDirectory: string): FileEntity {
  const whole =
    path.startsWith('/') || workingDirectory === '' ? path : `${workingDirectory.replace(/\/$/, '')}/${path}`;
  const slash = whole.lastIndexOf('/');
  return { type: 'file', name: whole.slice(slash + 1), ...(slash >= 0 && { directory: whole.slice(0, slash) || '/' }) };
}

function address(fields: JsonObject): Entity | undefined {
  const found = cleanAddress(fields.addr) ?? cleanAddress(fields.hostname);
  return found === undefined ? undefined : { type: 'ip', address: found };
}
