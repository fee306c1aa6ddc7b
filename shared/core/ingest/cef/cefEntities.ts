import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import { accountOf, addressOf, distinct, fileOf, hashOf, hostOf, urlOf } from '../cloud/entityOf';
import { firstText, textAt } from '../cloud/memberAt';

/** Who and what a CEF event is about, by the keys of its dictionary: both sides, the device itself last. */
export function cefEntities(fields: JsonObject, syslogHost: string): Entity[] {
  const addresses = ['src', 'dst', 'sourceTranslatedAddress', 'c6a2', 'c6a3', 'dvc'];
  return distinct([
    ...['shost', 'dhost'].flatMap((name) => hostOf(notAddress(textAt(fields, name)))),
    ...['suser', 'duser'].flatMap((name) => account(fields, name)),
    ...addresses.flatMap((name) => addressOf(fields[name])),
    ...fileOf(firstText(fields, 'filePath', 'fname')),
    ...['fileHash', 'oldFileHash'].flatMap((name) => hashOf(textAt(fields, name))),
    ...urlOf(urlIn(textAt(fields, 'request'))),
    ...process(fields),
    ...hostOf(notAddress(firstText(fields, 'dvchost', 'deviceExternalId') || syslogHost)),
  ]);
}

const notAddress = (name: string): string => (addressOf(name).length === 0 ? name : '');

const urlIn = (text: string): string => (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : '');

/** `sntdom`, `dntdom`: the Windows domain of the user on that side. */
function account(fields: JsonObject, name: string): Entity[] {
  const [found] = accountOf(textAt(fields, name));
  if (found?.type !== 'account') return [];
  const ntDomain = textAt(fields, name === 'suser' ? 'sntdom' : 'dntdom');
  return [ntDomain === '' ? found : { ...found, ntDomain }];
}

function process(fields: JsonObject): Entity[] {
  const [path, processId] = [firstText(fields, 'sproc', 'dproc'), firstText(fields, 'spid', 'dpid')];
  const imageFile = fileOf(path)[0];
  if (imageFile?.type !== 'file') return [];
  return [{ type: 'process', imageFile, ...(processId !== '' && { processId }) }];
}
