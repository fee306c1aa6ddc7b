import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { resourceSchema, type Resource } from '../../shared/model/resource';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import { textTags } from '../../shared/core/ingest/cloud/textTags';
import { isObject } from '../../shared/core/ingest/field';
import { observedAt, timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['asset', 'assettype', 'asset_type'];

/** Assets of Google's Cloud Asset Inventory, of an export or a feed: the state of resources. */
export const source: Source = {
  id: 'gcpAsset',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isAsset(assetOf(raw)),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a feed: a bucket has changed',
      body: '{"asset":{"ancestors":["projects/1"],"assetType":"storage.googleapis.com/Bucket","name":"//storage.googleapis.com/data","updateTime":"2026-11-21T08:00:00.250Z","resource":{"version":"v1","discoveryName":"Bucket","parent":"//cloudresourcemanager.googleapis.com/projects/1","location":"europe-west1","data":{"name":"data","labels":{"team":"a"},"iamConfiguration":{"publicAccessPrevention":"inherited"}}}},"priorAssetState":"PRESENT","window":{"startTime":"2026-11-21T08:00:00.250Z"}}',
      expect: [
        {
          source: 'gcpAsset',
          time: '2026-11-21T08:00:00.250Z',
          timeOrigin: 'record',
          resourceId: '//storage.googleapis.com/data',
          logSource: { product: 'gcp', service: 'asset' },
        },
      ],
    },
    {
      name: 'a row of an export, names in snake case, with its policy only',
      body: '{"name":"//cloudresourcemanager.googleapis.com/projects/1","asset_type":"cloudresourcemanager.googleapis.com/Project","iam_policy":{"bindings":[{"role":"roles/owner","members":["user:ann@example.com"]}]},"update_time":"2026-11-21T08:00:01Z"}',
      expect: [{ source: 'gcpAsset', time: '2026-11-21T08:00:01.000Z' }],
    },
    {
      name: 'an instance is gone',
      body: '{"asset":{"assetType":"compute.googleapis.com/Instance","name":"//compute.googleapis.com/projects/p1/zones/z/instances/web-1"},"deleted":true,"window":{"startTime":"2026-11-21T08:00:02Z"}}',
      expect: [
        { source: 'gcpAsset', time: '2026-11-21T08:00:02.000Z', entities: [{ type: 'host', hostName: 'web-1' }] },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"name":"//storage.googleapis.com/data","assetType":"storage.googleapis.com/Bucket","resource":{"data":"none","location":7}}',
      expect: [{ source: 'gcpAsset', timeOrigin: 'enqueued' }],
    },
    {
      name: 'a name that no resource can have',
      body: `{"name":"//storage.googleapis.com/${'a'.repeat(2_100)}","assetType":"storage.googleapis.com/Bucket","resource":{"data":{}}}`,
      expect: { rejected: 'NotAResource' },
    },
  ],
};

const assetOf = (raw: JsonObject): JsonObject => (isObject(raw.asset) ? raw.asset : raw);

const typeOf = (asset: JsonObject): string => firstText(asset, 'assetType', 'asset_type');

const isAsset = (asset: JsonObject): boolean =>
  textAt(asset, 'name').startsWith('//') && /^[\w.-]+\.[a-z]+\/\w+/.test(typeOf(asset));

/** Policies, access levels and relations come apart from the resource's own data: events, but no state of it. */
function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const asset = assetOf(raw);
  const [name, type] = [textAt(asset, 'name'), typeOf(asset)];
  const updated = firstText(asset, 'updateTime', 'update_time') || textAt(raw, 'window', 'startTime') || undefined;
  const time = timeOr(updated, context);
  const deleted = textAt(raw, 'deleted') === 'true';
  const data = memberAt(asset, 'resource', 'data');
  const seen = observedAt(updated, context);
  const resource = isObject(data) || deleted ? resourceOf(asset, name, type) : undefined;
  return {
    id: recordIdentity('gcpAsset', [], raw, time, context),
    source: 'gcpAsset',
    ...time,
    resourceId: name,
    logSource: { product: 'gcp', service: 'asset' },
    entities: type === 'compute.googleapis.com/Instance' ? hostOf(name.split('/').at(-1) ?? '') : [],
    fields: redactCredentials(raw),
    ...(resource && { snapshot: { resource, observedAt: seen, source: 'gcpAsset', ...(deleted && { deleted }) } }),
  };
}

function resourceOf(asset: JsonObject, id: string, type: string): Resource {
  const data = objectAt(asset, 'resource', 'data');
  const location = textAt(asset, 'resource', 'location');
  const tags = textTags(memberAt(data, 'labels'));
  const result = resourceSchema.safeParse({
    id,
    name: id.split('/').findLast((part) => part !== '') ?? id,
    type,
    ...(location !== '' && { location }),
    ...(tags && { tags }),
    properties: redactCredentials(data),
  });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Rejected('NotAResource', `The asset cannot be read: ${issue?.path.join('.')}: ${issue?.message}`);
}
