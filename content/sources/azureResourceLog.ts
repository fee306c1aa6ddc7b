import type { JsonObject } from '../../shared/model/json';
import { parseResourceId } from '../../shared/model/resourceId';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accounts, addresses, azureResources } from '../../shared/core/ingest/azure/azureEntities';
import { azureFields, azureTime, readAzureRecord } from '../../shared/core/ingest/azure/azureRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { field, textField } from '../../shared/core/ingest/field';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

/** Resource logs of Azure services without a source of their own: Function Apps, Event Hubs, and whatever else Azure Monitor sends. */
export const source: Source = {
  id: 'azureResourceLog',
  // after every source that names its categories
  order: 210,
  keys: ['category'],
  recognises: (raw) => typeof raw === 'object' && isResourceLog(raw),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a log of a Function App',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:00Z',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.WEB/SITES/F1',
            category: 'FunctionAppLogs',
            operationName: 'Microsoft.Web/sites/functions/log',
            level: 'Informational',
            properties: { appName: 'f1', message: 'done', levelId: 2 },
          },
        ],
      }),
      expect: [
        {
          source: 'azureResourceLog',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'azure', service: 'functionapplogs' },
          entities: [
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.WEB/SITES/F1',
            },
          ],
        },
      ],
    },
    {
      name: 'an operation of Event Hubs, which names its time otherwise',
      body: '{"ActivityId":"a","EventName":"Create EventHub","EventTimeString":"11/21/2026 9:06:42 AM +00:00","Caller":"ann@example.com","category":"OperationalLogs","resourceId":"/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.EVENTHUB/NAMESPACES/N","EventProperties":"{\\"x\\":1}"}',
      expect: [
        {
          source: 'azureResourceLog',
          time: '2026-11-21T09:06:42.000Z',
          logSource: { product: 'azure', service: 'operationallogs' },
        },
      ],
    },
    {
      name: 'a log without time and with wrong types',
      body: '{"category":"X","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg","properties":[1],"callerIpAddress":{}}',
      expect: [{ source: 'azureResourceLog', timeOrigin: 'enqueued' }],
    },
  ],
};

function isResourceLog(raw: JsonObject): boolean {
  if (textField(raw, 'category') === '') return false;
  if (/^microsoft\.[\w.]+\//i.test(textField(raw, 'operationName'))) return true;
  return parseResourceId(textField(raw, 'resourceId')).subscriptionId !== '';
}

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const log = readAzureRecord(raw, context, ['EventProperties']);
  const { record, properties, resourceId } = log;
  const time = azureTime(record, context, field(record, 'EventTimeString'));
  return {
    id: contentId('azureResourceLog', record, time.timeOrigin === 'record' ? '' : context.position),
    source: 'azureResourceLog',
    ...time,
    resourceId,
    logSource: { product: 'azure', service: textField(record, 'category').toLowerCase() },
    entities: [
      ...accounts(textField(record, 'Caller')),
      ...addresses(field(record, 'callerIpAddress'), field(properties, 'clientIp'), field(properties, 'ipAddress')),
      ...azureResources(resourceId),
    ],
    fields: azureFields(log, {}),
  };
}
