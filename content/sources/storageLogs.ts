import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accounts, addresses, azureResources, files, urls } from '../../shared/core/ingest/azure/azureEntities';
import {
  azureFields,
  azureTime,
  isOfCategory,
  named,
  readAzureRecord,
} from '../../shared/core/ingest/azure/azureRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { field, isObject, jsonField, textField } from '../../shared/core/ingest/field';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const categories = new Set([
  'storageread',
  'storagewrite',
  'storagedelete',
  // tables of Log Analytics
  'storagebloblogs',
  'storagefilelogs',
  'storagequeuelogs',
  'storagetablelogs',
]);
const serviceScope =
  /\/providers\/microsoft\.storage\/storageaccounts\/[^/]+\/(?:blob|file|queue|table)services\/default$/i;

/** Reads, writes and deletions of a storage account. The signature of shared access URIs is taken out. */
export const source: Source = {
  id: 'storageLogs',
  order: 60,
  keys: ['category', 'timegenerated', 'operationname'],
  recognises: (raw) => isOfCategory(raw, categories) || (typeof raw === 'object' && isWithoutCategory(raw)),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a blob is read with a shared access signature',
      body: JSON.stringify({
        time: '2026-11-21T08:00:00.0000000Z',
        resourceId:
          '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1/blobServices/default',
        category: 'StorageRead',
        operationName: 'GetBlob',
        statusCode: 200,
        statusText: 'SASSuccess',
        durationMs: '6',
        callerIpAddress: '203.0.113.5:45123',
        correlationId: 'c-1',
        identity: { type: 'SAS', tokenHash: 'key1(0A)' },
        uri: 'https://a1.blob.core.windows.net/box/data.zip?sv=2026-01-01&sig=secret%3D&se=2',
        properties: { accountName: 'a1', objectKey: '/a1/box/data.zip', userAgentHeader: 'x', serviceType: 'blob' },
      }),
      expect: [
        {
          source: 'storageLogs',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'azure', service: 'storage' },
          entities: [
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1/blobServices/default',
            },
            { type: 'file', name: 'data.zip', directory: '/a1/box' },
            { type: 'url', url: 'https://a1.blob.core.windows.net/box/data.zip?sv=2026-01-01&sig=REDACTED&se=2' },
          ],
        },
      ],
    },
    {
      name: 'a user deletes a blob, no category',
      body: '{"time":"2026-11-21 08:00:01","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1/blobServices/default","operationName":"DeleteBlob","callerIpAddress":"10.0.0.4:29713","identity":{"type":"OAuth","requester":{"upn":"ann@example.com","objectId":"o-1"}},"properties":{"objectKey":"/a1/box/x.txt"}}',
      expect: [
        {
          source: 'storageLogs',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com', aadUserId: 'o-1' },
            { type: 'ip', address: '10.0.0.4' },
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1/blobServices/default',
            },
            { type: 'file', name: 'x.txt', directory: '/a1/box' },
          ],
        },
      ],
    },
    {
      name: 'a row without time and with wrong types',
      body: '{"Type":"StorageBlobLogs","TimeGenerated":false,"OperationName":["PutBlob"],"CallerIpAddress":"XX:2a02","Uri":7}',
      expect: [{ source: 'storageLogs', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

function isWithoutCategory(raw: JsonObject): boolean {
  if (textField(raw, 'category') !== '' || !serviceScope.test(textField(raw, 'resourceId'))) return false;
  return /^[a-z]+$/i.test(textField(raw, 'operationName'));
}

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const log = readAzureRecord(raw, context);
  const { record, properties, resourceId } = log;
  const identity = jsonField(field(record, 'identity'));
  const requester = isObject(identity) ? jsonField(field(identity, 'requester')) : undefined;
  const who = isObject(requester) ? requester : {};
  const upn = textField(who, 'upn') || textField(record, 'requesterUpn') || textField(who, 'appId');
  const time = azureTime(record, context);
  return {
    id: contentId('storageLogs', record, time.timeOrigin === 'record' ? '' : context.position),
    source: 'storageLogs',
    ...time,
    resourceId,
    logSource: { product: 'azure', service: 'storage' },
    entities: [
      ...accounts(upn, textField(who, 'objectId') || textField(record, 'requesterObjectId')),
      ...addresses(field(record, 'callerIpAddress')),
      ...azureResources(resourceId),
      ...files(textField(properties, 'objectKey')),
      ...urls(textField(record, 'uri')),
    ],
    fields: azureFields(log, named({ Caller: upn })),
  };
}
