import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import { accountOf, addressOf, distinct, domainOf, fileOf, hashOf, hostOf, urlOf } from './entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt } from './memberAt';

/** Observables of OCSF by `type_id` (1 hostname, 2 address, 4 user, 5 mail, 6 and 23 URL, 7 file name, 8 hash). */
const observable: Record<string, (value: string) => Entity[]> = {
  1: domainOf,
  2: addressOf,
  4: accountOf,
  5: accountOf,
  6: urlOf,
  7: fileOf,
  8: hashOf,
  23: urlOf,
};

/** Who and what an OCSF event is about: device, actor, end points, process, file, and what the sender lists as observables. */
export function ocsfEntities(record: JsonObject): Entity[] {
  const device = objectAt(record, 'device');
  return distinct([
    ...hostOf(firstText(device, 'hostname', 'name', 'instance_uid'), '', family(textAt(device, 'os', 'name'))),
    ...addressOf(memberAt(device, 'ip')),
    ...user(objectAt(record, 'actor', 'user')),
    ...user(objectAt(record, 'user')),
    ...['src_endpoint', 'dst_endpoint'].flatMap((name) => endpoint(objectAt(record, name))),
    ...process(objectAt(record, 'process')),
    ...fileOf(firstText(objectAt(record, 'file'), 'path', 'name')),
    ...urlOf(textAt(record, 'url', 'url_string')),
    ...domainOf(textAt(record, 'query', 'hostname')),
    ...objectsAt(record, 'observables').flatMap((one) => fromObservable(one)),
  ]);
}

function family(os: string): 'Linux' | 'Windows' | undefined {
  return /windows/i.test(os) ? 'Windows' : /linux/i.test(os) ? 'Linux' : undefined;
}

const user = (record: JsonObject): Entity[] =>
  accountOf(firstText(record, 'email_addr', 'name', 'uid'), { uid: textAt(record, 'uid') });

const endpoint = (record: JsonObject): Entity[] => [
  ...addressOf(memberAt(record, 'ip')),
  ...domainOf(firstText(record, 'hostname', 'domain')),
];

function process(record: JsonObject): Entity[] {
  const [processId, commandLine] = [textAt(record, 'pid'), textAt(record, 'cmd_line')];
  const [imageFile] = fileOf(firstText(objectAt(record, 'file'), 'path', 'name') || textAt(record, 'name'));
  if (processId === '' && commandLine === '' && imageFile === undefined) return [];
  return [
    {
      type: 'process',
      ...(processId !== '' && { processId }),
      ...(commandLine !== '' && { commandLine }),
      ...(imageFile?.type === 'file' && { imageFile }),
    },
    ...objectsAt(record, 'file', 'hashes').flatMap((hash) => hashOf(textAt(hash, 'value'))),
  ];
}

function fromObservable(one: JsonObject): Entity[] {
  const build = observable[textAt(one, 'type_id')];
  const value = textAt(one, 'value');
  return build === undefined || value === '' ? [] : build(value);
}
