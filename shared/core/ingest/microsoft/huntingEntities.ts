import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import { addresses, distinct, domains, files, hosts, urls } from '../azure/azureEntities';
import { textField } from '../field';
import { account, hashOf } from './alertEntities';
import { osOf } from './huntingNames';

const addressColumns = ['RemoteIP', 'LocalIP', 'IPAddress', 'DestinationIPAddress', 'SenderIPv4', 'SenderIPv6'];

/** Who and what a row of a hunting table names: device, accounts, processes, file, hashes, addresses, where it went. */
export function huntingEntities(table: string, row: JsonObject): Entity[] {
  const remote = textField(row, 'RemoteUrl') || textField(row, 'Url');
  return distinct([
    ...hosts(textField(row, 'DeviceName'), '', osOf(row)),
    ...accountOf(row, ''),
    ...accountOf(row, 'InitiatingProcess'),
    ...mailboxes(row),
    ...processes(table, row),
    ...(table === 'DeviceProcessEvents' ? [] : files(textField(row, 'FolderPath'), textField(row, 'FileName'))),
    ...(['MD5', 'SHA1', 'SHA256'] as const).flatMap((name) => hashOf(name, textField(row, name))),
    ...addresses(...addressColumns.map((name) => textField(row, name))),
    ...(urls(remote).length > 0 ? urls(remote) : domains(remote)),
  ]);
}

function accountOf(row: JsonObject, prefix: string): Entity[] {
  const text = (name: string) => textField(row, `${prefix}Account${name}`);
  const principal = text('Upn') || (prefix === '' ? textField(row, 'UserId') : '');
  if (text('Name') === '' && principal === '' && text('ObjectId') === '') return [];
  const isPrincipal = principal.includes('@');
  return account({
    name: isPrincipal ? principal : text('Name') || principal || text('DisplayName'),
    aadUserId: text('ObjectId'),
    domainName: text('Domain'),
    sid: text('Sid'),
  });
}

const mailboxes = (row: JsonObject): Entity[] =>
  ['SenderFromAddress', 'RecipientEmailAddress'].flatMap((name) => account({ name: textField(row, name) }));

type Process = Extract<Entity, { type: 'process' }>;

/** Of a process row the one that was made, its initiator as the parent; else the initiator. */
function processes(table: string, row: JsonObject): Entity[] {
  const text = (name: string) => textField(row, name);
  const initiator = process(text('InitiatingProcessId'), text('InitiatingProcessCommandLine'), [
    text('InitiatingProcessFolderPath'),
    text('InitiatingProcessFileName'),
  ]);
  if (table !== 'DeviceProcessEvents') return initiator === undefined ? [] : [initiator];
  const made = process(text('ProcessId'), text('ProcessCommandLine'), [text('FolderPath'), text('FileName')]);
  return made === undefined ? [] : [{ ...made, ...(initiator && { parentProcess: initiator }) }];
}

function process(processId: string, commandLine: string, [folder, name]: [string, string]): Process | undefined {
  const [imageFile] = files(folder, name);
  if (commandLine === '' && imageFile === undefined) return undefined;
  return {
    type: 'process',
    ...(processId && { processId }),
    ...(commandLine && { commandLine }),
    ...(imageFile && { imageFile }),
  };
}
