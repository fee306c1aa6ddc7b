import type { Entity } from '../../../model/entity';
import type { Json, JsonObject } from '../../../model/json';
import { addresses, azureResources, distinct, files, hosts } from '../azure/azureEntities';
import { asText, field, isObject, jsonField, textField } from '../field';
import { account, hashOf } from './alertEntities';

const maxEvidence = 200;

/**
 * Evidence of a Graph alert (`"@odata.type": "#microsoft.graph.security.ipEvidence"`; normalised samples write
 * `at_sign_odata_type`) and of the API of Defender for Endpoint (`entityType`). Members tell what it is about, so that a
 * missing type costs nothing.
 */
export function graphEvidence(value: Json | undefined): Entity[] {
  const list = jsonField(value);
  if (!Array.isArray(list)) return [];
  return distinct(list.slice(0, maxEvidence).flatMap((evidence) => (isObject(evidence) ? entitiesOf(evidence) : [])));
}

function entitiesOf(evidence: JsonObject): Entity[] {
  const text = (name: string) => textField(evidence, name);
  const user = field(evidence, 'userAccount');
  const hasAccount = text('accountName') !== '' || text('userPrincipalName') !== '';
  return [
    ...(isObject(user) ? account(user) : hasAccount ? account(evidence) : []),
    ...addresses(text('ipAddress'), ...ipInterfaces(evidence)),
    ...device(evidence),
    ...process(evidence),
    ...fileOf(field(evidence, 'fileDetails'), evidence),
    ...(text('url') === '' ? [] : [{ type: 'url' as const, url: text('url') }]),
    ...azureResources(text('resourceId')),
  ];
}

const ipInterfaces = (evidence: JsonObject): Json[] => {
  const list = field(evidence, 'ipInterfaces');
  return Array.isArray(list) ? list.slice(0, 16) : [];
};

function device(evidence: JsonObject): Entity[] {
  const os = textField(evidence, 'osPlatform');
  const osFamily = /^windows/i.test(os)
    ? 'Windows'
    : /linux|ubuntu|debian|centos|redhat/i.test(os)
      ? 'Linux'
      : undefined;
  return hosts(textField(evidence, 'deviceDnsName') || textField(evidence, 'hostName'), '', osFamily);
}

function process(evidence: JsonObject): Entity[] {
  const processId = textField(evidence, 'processId');
  const commandLine = textField(evidence, 'processCommandLine');
  if (processId === '' && commandLine === '') return [];
  const [imageFile] = fileOf(field(evidence, 'imageFile'), evidence).filter((entity) => entity.type === 'file');
  const parentId = textField(evidence, 'parentProcessId');
  return [
    {
      type: 'process',
      ...(processId && { processId }),
      ...(commandLine && { commandLine }),
      ...(imageFile && { imageFile }),
      ...(parentId && { parentProcess: { type: 'process' as const, processId: parentId } }),
    },
  ];
}

/** File details in an object of their own, or beside the rest. */
function fileOf(details: Json | undefined, evidence: JsonObject): Entity[] {
  const said = isObject(details) ? details : evidence;
  return [
    ...files(textField(said, 'filePath'), textField(said, 'fileName')),
    ...(['MD5', 'SHA1', 'SHA256'] as const).flatMap((name) => hashOf(name, asText(field(said, name)))),
  ];
}
