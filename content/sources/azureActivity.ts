import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { activityEntities, callerOf, claim, objectId } from '../../shared/core/ingest/azure/activityCaller';
import { contentId } from '../../shared/core/ingest/contentId';
import { field, jsonField, textField } from '../../shared/core/ingest/field';
import { recordTime } from '../../shared/core/ingest/recordTime';
import { redactSignatures } from '../../shared/core/ingest/redact';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

const categories = new Set([
  'administrative',
  'security',
  'servicehealth',
  'resourcehealth',
  'alert',
  'autoscale',
  'policy',
  'recommendation',
  // older exports
  'write',
  'delete',
  'action',
]);
/** Members of `properties` that hold JSON as text. */
const jsonTexts = ['requestbody', 'requestBody', 'responseBody', 'responsebody', 'statusMessage'];

/** The Azure activity log as a subscription's diagnostic setting sends it, and rows of the table AzureActivity. */
export const source: Source = {
  id: 'azureActivity',
  order: 100,
  keys: ['type', 'operationname'],
  recognises: (raw) => typeof raw === 'object' && isActivity(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a security rule is written',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:00.1234567Z',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG/SECURITYRULES/SSH',
            operationName: 'MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE',
            category: 'Administrative',
            resultType: 'Start',
            callerIpAddress: '203.0.113.5:57485',
            correlationId: '00000000-0000-0000-0000-000000000009',
            identity: {
              claims: {
                [`${claim}upn`]: 'ann@example.com',
                [objectId]: '00000000-0000-0000-0000-000000000002',
              },
            },
            properties: { requestbody: '{"properties":{"access":"Allow","sourceAddressPrefix":"*"}}' },
          },
        ],
      }),
      expect: [
        {
          source: 'azureActivity',
          time: '2026-11-21T08:00:00.123Z',
          timeOrigin: 'record',
          logSource: { product: 'azure', service: 'activitylogs' },
          entities: [
            {
              type: 'account',
              name: 'ann',
              upnSuffix: 'example.com',
              aadUserId: '00000000-0000-0000-0000-000000000002',
            },
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG/SECURITYRULES/SSH',
            },
          ],
        },
      ],
    },
    {
      name: 'an application deletes a lock, no category',
      body: '{"time":"11/21/2026 08:00:01","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/locks/l","operationName":"Microsoft.Authorization/locks/delete","correlationId":"c","identity":{"claims":{"appid":"00000000-0000-0000-0000-000000000003"}}}',
      expect: [
        {
          source: 'azureActivity',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'account', name: '00000000-0000-0000-0000-000000000003' },
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/locks/l',
            },
          ],
        },
      ],
    },
    {
      name: 'a health event without caller',
      body: '{"records":[{"time":"","resourceId":"/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001","operationName":"Microsoft.Resourcehealth/healthevent/Activated/action","category":"ResourceHealth","properties":{"cause":"PlatformInitiated"}},null]}',
      expect: [{ source: 'azureActivity', timeOrigin: 'enqueued' }],
    },
    {
      name: 'a truncated export',
      body: '{"records":[{"time":"2026-11-21T08:00:00Z","category":"Administ',
      expect: { rejected: 'NotJson' },
    },
  ],
};

/** Entra and resource logs share the envelope: told apart by category, operation and scope. */
function isActivity(record: JsonObject): boolean {
  if (record.Type === 'AzureActivity') return true;
  if (!textField(record, 'operationName').includes('/')) return false;
  const category = textField(record, 'category').toLowerCase();
  if (category !== '') return categories.has(category);
  const resourceId = textField(record, 'resourceId').toLowerCase();
  return resourceId.startsWith('/subscriptions/') && textField(record, 'correlationId') !== '';
}

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const record = redactSignatures(raw);
  const resourceId = textField(record, 'resourceId') || textField(record, '_ResourceId') || context.resourceId;
  const { time, timeOrigin } = recordTime(record, context);
  const entities = activityEntities(record, resourceId);
  const [names, properties] = [sigmaNames(record, resourceId), propertiesOf(record)];
  return {
    id: contentId('azureActivity', raw),
    source: 'azureActivity',
    time,
    timeOrigin,
    resourceId,
    logSource: { product: 'azure', service: 'activitylogs' },
    entities,
    // The record is a copy already: another of all its keys would take as long as reading it.
    fields: Object.assign(record, names, { properties }),
  };
}

/** Bodies that come as text are opened; `message` is what Sigma rules call the operation. */
function propertiesOf(record: JsonObject): JsonObject {
  const properties = jsonField(field(record, 'properties'));
  if (properties === undefined || Array.isArray(properties)) return { message: textField(record, 'operationName') };
  const opened: JsonObject = { message: textField(record, 'operationName'), ...properties };
  for (const name of jsonTexts) {
    const value = jsonField(opened[name]);
    if (value !== undefined) opened[name] = value;
  }
  return opened;
}

/** Names that rules take from the Log Analytics table. */
function sigmaNames(record: JsonObject, resourceId: string): JsonObject {
  const operation = textField(record, 'operationName') || textField(record, 'OperationNameValue');
  const caller = callerOf(record);
  return {
    operationName: operation,
    OperationNameValue: operation,
    CategoryValue: textField(record, 'category') || textField(record, 'CategoryValue'),
    ResourceProviderValue: providerOf(resourceId, operation),
    ResourceId: resourceId,
    ActivityStatusValue: textField(record, 'resultType') || textField(record, 'ActivityStatusValue'),
    // several that are not known are not one
    ...(caller !== '' && { Caller: caller }),
  };
}

const providerOf = (resourceId: string, operation: string): string =>
  /\/providers\/([^/]+)/i.exec(resourceId)?.[1] ?? operation.split('/', 1)[0]!;
