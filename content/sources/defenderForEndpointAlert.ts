import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { distinct, hosts } from '../../shared/core/ingest/azure/azureEntities';
import { firstTime } from '../../shared/core/ingest/azure/azureRecord';
import { contentId, ownId } from '../../shared/core/ingest/contentId';
import { field, isObject, textField } from '../../shared/core/ingest/field';
import { account } from '../../shared/core/ingest/microsoft/alertEntities';
import { alertField, severityOf, textList } from '../../shared/core/ingest/microsoft/foreignAlert';
import { graphEvidence } from '../../shared/core/ingest/microsoft/graphEvidence';
import { redactSignatures } from '../../shared/core/ingest/redact';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** Products by the service that Graph names; a service it does not is its own product. */
const products: Record<string, string> = {
  microsoftdefenderforendpoint: 'Microsoft Defender for Endpoint',
  microsoftdefenderforidentity: 'Microsoft Defender for Identity',
  microsoftdefenderforcloudapps: 'Microsoft Defender for Cloud Apps',
  microsoftdefenderforoffice365: 'Microsoft Defender for Office 365',
  microsoftdefenderforcloud: 'Microsoft Defender for Cloud',
  microsoft365defender: 'Microsoft 365 Defender',
  azureadidentityprotection: 'Microsoft Entra ID Protection',
};

/** Alerts of Microsoft Graph (alert v2) and of the API of Defender for Endpoint, under the name of the product that raised them. */
export const source: Source = {
  id: 'defenderForEndpointAlert',
  order: 30,
  keys: ['createddatetime', 'alertcreationtime'],
  recognises: (raw) => typeof raw === 'object' && (isGraphAlert(raw) || isEndpointAlert(raw)),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'Graph, alert v2',
      body: JSON.stringify({
        '@odata.type': '#microsoft.graph.security.alert',
        id: 'da1',
        title: 'Suspicious program',
        category: 'Execution',
        severity: 'medium',
        status: 'new',
        serviceSource: 'microsoftDefenderForEndpoint',
        createdDateTime: '2026-11-21T08:01:00Z',
        firstActivityDateTime: '2026-11-21T08:00:00.438Z',
        lastUpdateDateTime: '2026-11-21T08:02:00Z',
        mitreTechniques: ['T1059'],
        evidence: [
          {
            '@odata.type': '#microsoft.graph.security.deviceEvidence',
            deviceDnsName: 'pc-1.example.com',
            osPlatform: 'Windows11',
          },
          {
            '@odata.type': '#microsoft.graph.security.processEvidence',
            processId: 4242,
            processCommandLine: 'x.exe -y',
            imageFile: { fileName: 'x.exe', filePath: 'C:\\Temp' },
            userAccount: { accountName: 'ann', domainName: 'example', userPrincipalName: 'ann@example.com' },
          },
          { '@odata.type': '#microsoft.graph.security.ipEvidence', ipAddress: '203.0.113.5' },
        ],
      }),
      expect: [
        {
          source: 'defenderForEndpointAlert',
          time: '2026-11-21T08:00:00.438Z',
          logSource: { product: 'm365', service: 'securityalerts' },
          entities: [
            { type: 'host', hostName: 'pc-1.example.com', osFamily: 'Windows' },
            { type: 'account', name: 'ann', upnSuffix: 'example.com', ntDomain: 'example' },
            {
              type: 'process',
              processId: '4242',
              commandLine: 'x.exe -y',
              imageFile: { type: 'file', name: 'x.exe', directory: 'C:\\Temp' },
            },
            { type: 'ip', address: '203.0.113.5' },
          ],
        },
      ],
    },
    {
      name: 'the API of Defender for Endpoint',
      body: '{"id":"da2_1","title":"Malware","severity":"High","status":"Resolved","category":"Malware","alertCreationTime":"2026-11-21T08:01:01Z","firstEventTime":"2026-11-21T08:00:01.6816663Z","lastUpdateTime":"2026-11-21T09:00:00Z","computerDnsName":"pc-2","machineId":"m","relatedUser":{"userName":"bob","domainName":"example"},"evidence":[{"entityType":"File","fileName":"a.exe","filePath":"C:\\\\Temp","sha1":"0123456789012345678901234567890123456789"}]}',
      expect: [
        {
          source: 'defenderForEndpointAlert',
          time: '2026-11-21T08:00:01.681Z',
          entities: [
            { type: 'host', hostName: 'pc-2' },
            { type: 'account', name: 'bob', ntDomain: 'example' },
            { type: 'file', name: 'a.exe', directory: 'C:\\Temp' },
            { type: 'filehash', algorithm: 'SHA1', value: '0123456789012345678901234567890123456789' },
          ],
        },
      ],
    },
    {
      name: 'an alert without times and with wrong types',
      body: '{"id":"da3","title":["x"],"severity":7,"serviceSource":"someService","createdDateTime":"soon","evidence":{"a":[]}}',
      expect: [{ source: 'defenderForEndpointAlert', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

const has = (raw: JsonObject, ...names: string[]): boolean => names.every((name) => field(raw, name) !== undefined);

const isGraphAlert = (raw: JsonObject): boolean =>
  has(raw, 'id', 'title', 'severity', 'createdDateTime') && textField(raw, 'serviceSource') !== '';

const isEndpointAlert = (raw: JsonObject): boolean =>
  has(raw, 'id', 'title', 'severity', 'alertCreationTime') && (has(raw, 'machineId') || has(raw, 'computerDnsName'));

/** An alert is sent again under its id when it changes: the time of the change is part of the identity. */
function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const record = redactSignatures(raw);
  const text = (...names: string[]) => names.map((name) => textField(record, name)).find((said) => said !== '') ?? '';
  const times = ['firstActivityDateTime', 'firstEventTime', 'createdDateTime', 'alertCreationTime'];
  const time = firstTime(context, ...times.map((name) => field(record, name)));
  const position = time.timeOrigin === 'record' ? '' : context.position;
  const id = text('id');
  const updated = text('lastUpdateDateTime', 'lastUpdateTime');
  const entities = entitiesOf(record);
  const resource = entities.find((entity) => entity.type === 'azure-resource');
  return {
    id:
      id === ''
        ? contentId('defenderForEndpointAlert', raw, position)
        : ownId('defenderForEndpointAlert', id, text('status'), updated),
    source: 'defenderForEndpointAlert',
    ...time,
    resourceId: resource?.resourceId ?? context.resourceId,
    logSource: { product: 'm365', service: 'securityalerts' },
    entities,
    fields: {
      ...record,
      ...alertField({
        // Graph gives alerts of other products ids of its own
        id: text('providerAlertId') || id,
        vendorName: 'Microsoft',
        productName: text('productName') || productOf(text('serviceSource')),
        alertType: text('category', 'threatName'),
        title: text('title'),
        description: text('description'),
        severity: severityOf(text('severity')),
        status: statusOf(text('status'), text('classification')),
        tactics: textList(field(record, 'category')),
        techniques: textList(field(record, 'mitreTechniques')),
        compromisedEntity: hostOf(entities) || text('computerDnsName'),
        remediationSteps: textList(field(record, 'recommendedActions')),
        startTime: time.time,
        endTime: text('lastActivityDateTime', 'lastEventTime'),
        link: text('alertWebUrl'),
        updatedTime: updated === '' ? '' : firstTime(context, updated, time.time).time,
      }),
    },
  };
}

/** An alert that a person judged to be none is dismissed, whatever else is done with it. */
const statusOf = (status: string, classification: string): string =>
  /^(?:falsePositive|informationalExpectedActivity)$/i.test(classification) ? 'Dismissed' : status;

function productOf(service: string): string {
  const known = service.toLowerCase();
  if (known === '') return 'Microsoft Defender for Endpoint';
  return Object.hasOwn(products, known) ? products[known]! : service;
}

function entitiesOf(record: JsonObject): Entity[] {
  const user = field(record, 'relatedUser');
  const named = isObject(user) ? { ...user, accountName: textField(user, 'userName') } : {};
  const evidence = graphEvidence(field(record, 'evidence'));
  return distinct([...hosts(textField(record, 'computerDnsName')), ...account(named), ...evidence]);
}

const hostOf = (entities: Entity[]): string => entities.find((entity) => entity.type === 'host')?.hostName ?? '';
