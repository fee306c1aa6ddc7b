import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { azureResources, distinct } from '../../shared/core/ingest/azure/azureEntities';
import { firstTime, tableOf } from '../../shared/core/ingest/azure/azureRecord';
import { contentId, ownId } from '../../shared/core/ingest/contentId';
import { field, isObject, jsonField, textField } from '../../shared/core/ingest/field';
import { alertEntities } from '../../shared/core/ingest/microsoft/alertEntities';
import { alertField, severityOf, textList, textProperties } from '../../shared/core/ingest/microsoft/foreignAlert';
import { redactSignatures } from '../../shared/core/ingest/redact';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

const products = /^(?:microsoft defender for cloud|azure security center)$/i;
const restType = /^microsoft\.security\/(?:locations\/)?alerts$/i;
const jsonNames = ['Entities', 'ExtendedProperties', 'ExtendedLinks', 'ResourceIdentifiers', 'RemediationSteps'];

/** Alerts of Microsoft Defender for Cloud: as continuous export sends them, rows of SecurityAlert, and as the API tells them. */
export const source: Source = {
  id: 'defenderForCloudAlert',
  order: 30,
  keys: ['type', 'systemalertid', 'alerttype'],
  recognises: (raw) => typeof raw === 'object' && isAlert(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'an alert with entities that refer to each other',
      body: JSON.stringify({
        VendorName: 'Microsoft',
        ProductName: 'Microsoft Defender for Cloud',
        AlertType: 'VM_Example',
        StartTimeUtc: '2026-11-21T08:00:00.123Z',
        EndTimeUtc: '2026-11-21T08:00:05Z',
        TimeGenerated: '2026-11-21T08:01:00.1234567Z',
        Severity: 'Medium',
        Status: 'New',
        SystemAlertId: '2516000000000000000_00000000-0000-0000-0000-0000000000d1',
        Intent: 'Persistence, CredentialAccess',
        AzureResourceId:
          '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
        CompromisedEntity: 'vm-1',
        AlertDisplayName: 'Example',
        Description: 'Something happened',
        RemediationSteps: ['Look'],
        Entities: [
          { $id: '2', HostName: 'vm-1', OSFamily: 'Linux', Type: 'host' },
          {
            $id: '3',
            ProcessId: '0x7',
            CommandLine: 'x -y',
            ImageFile: { $id: '4', Directory: '/tmp', Name: 'x', Type: 'file' },
            Type: 'process',
          },
          { $ref: '4' },
          { $id: '5', Address: '203.0.113.5', Type: 'ip' },
        ],
      }),
      expect: [
        {
          source: 'defenderForCloudAlert',
          time: '2026-11-21T08:00:00.123Z',
          logSource: { product: 'azure', service: 'securityalerts' },
          entities: [
            { type: 'host', hostName: 'vm-1', osFamily: 'Linux' },
            {
              type: 'process',
              processId: '0x7',
              commandLine: 'x -y',
              imageFile: { type: 'file', name: 'x', directory: '/tmp' },
            },
            { type: 'file', name: 'x', directory: '/tmp' },
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
            },
          ],
        },
      ],
    },
    {
      name: 'a row of the table SecurityAlert',
      body: '{"Type":"SecurityAlert","TimeGenerated":"2026-11-21T08:01:00Z","StartTime":"2026-11-21T08:00:01Z","ProductName":"Azure Security Center","SystemAlertId":"d2","AlertName":"Example","AlertSeverity":"High","Entities":"[{\\"Type\\":\\"account\\",\\"Name\\":\\"ann\\",\\"UPNSuffix\\":\\"example.com\\"}]"}',
      expect: [
        {
          source: 'defenderForCloudAlert',
          time: '2026-11-21T08:00:01.000Z',
          entities: [{ type: 'account', name: 'ann', upnSuffix: 'example.com' }],
        },
      ],
    },
    {
      name: 'the alert as the API and Resource Graph tell it',
      body: '{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Security/locations/westeurope/alerts/d4","name":"d4","type":"Microsoft.Security/Locations/alerts","properties":{"systemAlertId":"d4","productName":"Microsoft Defender for Cloud","alertType":"VM_Example","severity":"Low","status":"Active","startTimeUtc":"2026-11-21T08:00:02Z","resourceIdentifiers":[{"type":"AAD"},{"type":"AzureResource","azureResourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1"}],"entities":[{"type":"ip","address":"203.0.113.5"}]}}',
      expect: [
        {
          source: 'defenderForCloudAlert',
          time: '2026-11-21T08:00:02.000Z',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
          entities: [
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
            },
          ],
        },
      ],
    },
    {
      name: 'an alert without time and with wrong types',
      body: '{"ProductName":"Microsoft Defender for Cloud","SystemAlertId":"d3","Severity":{"a":1},"Entities":"[broken","Intent":[7],"StartTimeUtc":"soon"}',
      expect: [{ source: 'defenderForCloudAlert', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

function isAlert(raw: JsonObject): boolean {
  if (restType.test(textField(raw, 'type')) && isObject(field(raw, 'properties'))) return true;
  const isNamed = textField(raw, 'SystemAlertId') !== '' || textField(raw, 'AlertType') !== '';
  return isNamed && (products.test(textField(raw, 'ProductName')) || tableOf(raw) === 'SecurityAlert');
}

/** An alert is sent again under its id when its state changes: state and end are part of the identity. */
function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const sent = redactSignatures(raw);
  const properties = field(sent, 'properties');
  // the API and Resource Graph tell the alert in `properties`
  const record = isObject(properties) ? { ...sent, ...properties } : sent;
  for (const name of jsonNames) {
    const opened = jsonField(record[name]);
    if (opened !== undefined) record[name] = opened;
  }
  const text = (...names: string[]) => names.map((name) => textField(record, name)).find((said) => said !== '') ?? '';
  const id = text('SystemAlertId');
  const time = firstTime(context, field(record, 'StartTimeUtc'), field(record, 'StartTime'), record.TimeGenerated);
  const position = time.timeOrigin === 'record' ? '' : context.position;
  const resourceId = text('AzureResourceId', 'ResourceId', '_ResourceId') || identified(record) || context.resourceId;
  const [endTime, status] = [text('EndTimeUtc', 'EndTime'), text('Status')];
  return {
    id:
      id === ''
        ? contentId('defenderForCloudAlert', raw, position)
        : ownId('defenderForCloudAlert', id, status, endTime),
    source: 'defenderForCloudAlert',
    ...time,
    resourceId,
    logSource: { product: 'azure', service: 'securityalerts' },
    entities: distinct([...alertEntities(field(record, 'Entities')), ...azureResources(resourceId)]),
    fields: {
      ...record,
      ...alertField({
        id,
        productName: text('ProductName') || 'Microsoft Defender for Cloud',
        vendorName: text('VendorName', 'ProviderName') || 'Microsoft',
        alertType: text('AlertType'),
        title: text('AlertDisplayName', 'DisplayName', 'AlertName'),
        description: text('Description'),
        severity: severityOf(text('Severity', 'ReportedSeverity', 'AlertSeverity')),
        status,
        tactics: textList(field(record, 'Intent') ?? field(record, 'Tactics')),
        techniques: textList(field(record, 'Techniques')),
        compromisedEntity: text('CompromisedEntity'),
        remediationSteps: textList(field(record, 'RemediationSteps')),
        startTime: time.time,
        endTime,
        link: text('AlertUri', 'AlertLink'),
        updatedTime: firstTime(context, field(record, 'TimeGeneratedUtc'), field(record, 'TimeGenerated')).time,
        properties: textProperties(field(record, 'ExtendedProperties')),
      }),
    },
  };
}

/** The Azure resource among what the alert is identified by. */
function identified(record: JsonObject): string {
  const list = field(record, 'ResourceIdentifiers');
  const ids = (Array.isArray(list) ? list : []).map((one) => (isObject(one) ? textField(one, 'azureResourceId') : ''));
  return ids.find((id) => id !== '') ?? '';
}
