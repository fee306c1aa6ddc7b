import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { resourceSchema, type Resource } from '../../shared/model/resource';
import { parseResourceId } from '../../shared/model/resourceId';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { contentId } from '../../shared/core/ingest/contentId';
import { asText, isObject, jsonField } from '../../shared/core/ingest/field';
import { observedAt } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** Judgements that Defender for Cloud exports have the shape of resources, but are none. */
const judgement =
  /^microsoft\.security\/(?:assessments|subassessments|alerts|locations\/alerts|securescores|regulatorycompliance)/i;

/** State of Azure resources: rows of Resource Graph, answers of ARM, or `{resource, observedAt, deleted}` around one of them. */
export const source: Source = {
  id: 'azureResource',
  order: 100,
  keys: ['type', 'resource'],
  recognises: (raw) => typeof raw === 'object' && isResource(isObject(raw.resource) ? raw.resource : raw, raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a storage account from ARM, children kept',
      body: '{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1","name":"a1","type":"Microsoft.Storage/storageAccounts","location":"westeurope","properties":{"supportsHttpsTrafficOnly":false},"resources":[{"type":"blobServices","name":"default"}]}',
      expect: [
        {
          source: 'azureResource',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1',
          timeOrigin: 'enqueued',
          logSource: { product: 'azure', service: 'resources' },
        },
      ],
    },
    {
      name: 'a row of Resource Graph with when it was seen',
      body: '{"observedAt":"2026-11-20T08:00:00Z","resource":{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v1","name":"v1","type":"microsoft.keyvault/vaults","kind":"","tags":null,"sku":null,"properties":{"enableSoftDelete":true}}}',
      expect: [{ source: 'azureResource', time: '2026-11-20T08:00:00.000Z', timeOrigin: 'record' }],
    },
    {
      name: 'a resource is gone',
      body: '{"resource":{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v1","type":"microsoft.keyvault/vaults"},"deleted":true}',
      expect: [{ source: 'azureResource', timeOrigin: 'enqueued' }],
    },
    {
      name: 'properties that are none',
      body: '{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Sql/servers/s1","type":"Microsoft.Sql/servers","properties":"none"}',
      expect: { rejected: 'NotAResource' },
    },
  ],
};

function isResource(resource: JsonObject, raw: JsonObject): boolean {
  const { id, type } = resource;
  if (typeof id !== 'string' || typeof type !== 'string') return false;
  if (!/^\/(?:subscriptions|providers)\//i.test(id) || judgement.test(type)) return false;
  return type.includes('/') && (resource !== raw || resource.properties !== undefined || resource.name !== undefined);
}

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const wrapped = isObject(raw.resource);
  const resource = parse(wrapped ? (raw.resource as JsonObject) : raw);
  const seen = wrapped ? raw.observedAt : undefined;
  const time = observedAt(seen, context);
  const deleted = wrapped && raw.deleted === true;
  const { id, name, type, location } = resource;
  return {
    id: contentId('azureResource', raw, seen === undefined ? context.position : ''),
    source: 'azureResource',
    time,
    timeOrigin: seen === undefined ? 'enqueued' : 'record',
    resourceId: id,
    logSource: { product: 'azure', service: 'resources' },
    entities: [{ type: 'azure-resource', resourceId: id }],
    fields: { id, name, type, ...(location !== undefined && { location }), ...(deleted && { deleted }) },
    snapshot: { resource, observedAt: time, source: 'azureResource', ...(deleted && { deleted }) },
  };
}

/** Resource Graph writes null for what a resource does not have, and sometimes an object as text. */
function parse(raw: JsonObject): Resource {
  const present = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null && value !== ''));
  const { id } = present;
  const tags = isObject(present.tags) ? { tags: textValues(present.tags) } : {};
  const properties = present.properties === undefined ? {} : (jsonField(present.properties) ?? present.properties);
  const name = present.name ?? nameOf(asText(id));
  const result = resourceSchema.safeParse({ ...present, ...tags, name, properties });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Rejected('NotAResource', `The resource cannot be read: ${issue?.path.join('.')}: ${issue?.message}`);
}

const nameOf = (id: string): string => id.split('/').findLast((part) => part !== '') ?? parseResourceId(id).name;

const textValues = (tags: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([name, value]: [string, Json]) => [name, asText(value)]));
