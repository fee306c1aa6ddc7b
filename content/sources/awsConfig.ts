import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { resourceSchema, type Resource } from '../../shared/model/resource';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import { textTags } from '../../shared/core/ingest/cloud/textTags';
import { isObject, jsonField } from '../../shared/core/ingest/field';
import { observedAt, timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = [
  'configurationitem',
  'configurationitemsummary',
  'configurationitems',
  'configurationitemstatus',
  'newevaluationresult',
];

/** AWS Config: configuration items become the state of resources (files of S3, notifications), judgements of its rules become events. */
export const source: Source = {
  id: 'awsConfig',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && (itemsOf(raw).length > 0 || isJudgement(raw)),
  normalise: ([raw], context) => readAll(raw as JsonObject, context),
  samples: [
    {
      name: 'a notification: a bucket has changed',
      body: '{"version":"0","detail-type":"Config Configuration Item Change","source":"aws.config","detail":{"recordVersion":"1.3","messageType":"ConfigurationItemChangeNotification","configurationItemDiff":{"changeType":"UPDATE"},"configurationItem":{"configurationItemVersion":"1.3","configurationItemCaptureTime":"2026-11-21T08:00:00.250Z","configurationStateId":1795248000250,"awsAccountId":"000000000001","configurationItemStatus":"OK","resourceType":"AWS::S3::Bucket","resourceId":"data","resourceName":"data","ARN":"arn:aws:s3:::data","awsRegion":"eu-west-1","tags":{"team":"a"},"configuration":{"name":"data"},"supplementaryConfiguration":{"PublicAccessBlockConfiguration":"{\\"blockPublicAcls\\":false}"}}}}',
      expect: [
        {
          source: 'awsConfig',
          time: '2026-11-21T08:00:00.250Z',
          timeOrigin: 'record',
          resourceId: 'arn:aws:s3:::data',
          logSource: { product: 'aws', service: 'config' },
        },
      ],
    },
    {
      name: 'a file with two items, one of a resource that is gone',
      body: '{"fileVersion":"1.0","configSnapshotId":"s","configurationItems":[{"configurationItemCaptureTime":"2026-11-21T08:00:01Z","configurationStateId":"1","awsAccountId":"000000000001","configurationItemStatus":"ResourceDeleted","resourceType":"AWS::EC2::Instance","resourceId":"i-0123456789abcdef0","ARN":"arn:aws:ec2:eu-west-1:000000000001:instance/i-0123456789abcdef0","awsRegion":"eu-west-1"},{"configurationItemCaptureTime":"2026-11-21T08:00:02Z","configurationStateId":"2","awsAccountId":"000000000001","configurationItemStatus":"OK","resourceType":"AWS::Config::ResourceCompliance","resourceId":"AWS::EC2::Instance/i-1","awsRegion":"eu-west-1","configuration":"{\\"complianceType\\":\\"COMPLIANT\\"}"}]}',
      expect: [
        {
          source: 'awsConfig',
          time: '2026-11-21T08:00:01.000Z',
          entities: [{ type: 'host', hostName: 'i-0123456789abcdef0' }],
        },
        {
          source: 'awsConfig',
          resourceId: 'aws/000000000001/eu-west-1/AWS::Config::ResourceCompliance/AWS::EC2::Instance/i-1',
        },
      ],
    },
    {
      name: 'a rule has judged',
      body: '{"messageType":"ComplianceChangeNotification","configRuleName":"r","awsAccountId":"000000000001","awsRegion":"eu-west-1","resourceType":"AWS::S3::Bucket","resourceId":"data","newEvaluationResult":{"complianceType":"NON_COMPLIANT","resultRecordedTime":"2026-11-21T08:00:03Z"}}',
      expect: [{ source: 'awsConfig', time: '2026-11-21T08:00:03.000Z', resourceId: 'data' }],
    },
    {
      name: 'no time, wrong types',
      body: '{"configurationItem":{"resourceType":"AWS::S3::Bucket","resourceId":"data","configurationItemStatus":7,"configuration":[],"tags":"none"}}',
      expect: [{ source: 'awsConfig', timeOrigin: 'enqueued' }],
    },
    {
      name: 'a name that no resource can have',
      body: `{"configurationItem":{"resourceType":"AWS::S3::Bucket","resourceId":"data","ARN":"${'a'.repeat(2_000)}"}}`,
      expect: { rejected: 'NotAResource' },
    },
  ],
};

const isItem = (item: JsonObject): boolean =>
  /^AWS::\w+::/.test(textAt(item, 'resourceType')) && firstText(item, 'resourceId', 'ARN', 'resourceName') !== '';

function itemsOf(raw: JsonObject): JsonObject[] {
  const inside = ['configurationItem', 'configurationItemSummary', 'configurationItems'].flatMap((name) =>
    objectsAt(raw, name),
  );
  const bare = textAt(raw, 'configurationItemStatus') !== '' ? [raw] : [];
  return [...inside, ...bare].filter(isItem);
}

const isJudgement = (raw: JsonObject): boolean =>
  textAt(raw, 'messageType') === 'ComplianceChangeNotification' && isObject(memberAt(raw, 'newEvaluationResult'));

function readAll(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const items = itemsOf(raw);
  if (items.length > 0) return items.map((item, index) => readItem(item, raw, index, context));
  if (isJudgement(raw)) return [readJudgement(raw, context)];
  throw new Rejected('NotConfig', 'The record must hold `configurationItem` or `configurationItems`');
}

const logSource = { product: 'aws', service: 'config' };

function readItem(item: JsonObject, raw: JsonObject, index: number, context: RecordContext): TelemetryEvent {
  const captured = textAt(item, 'configurationItemCaptureTime') || undefined;
  const time = timeOr(captured, context);
  const resource = resourceOf(item);
  const seen = observedAt(captured, context);
  const deleted = /^ResourceDeleted/i.test(textAt(item, 'configurationItemStatus'));
  const hasState = deleted || memberAt(item, 'configuration') !== undefined;
  const isInstance = resource.type === 'AWS::EC2::Instance';
  const place = { ...context, position: `${context.position}/${index}` };
  const diff = memberAt(raw, 'configurationItemDiff');
  return {
    id: recordIdentity(
      'awsConfig',
      [resource.id, textAt(item, 'configurationStateId'), captured ?? ''],
      item,
      time,
      place,
    ),
    source: 'awsConfig',
    ...time,
    resourceId: resource.id,
    logSource,
    entities: isInstance ? hostOf(textAt(item, 'resourceId')) : [],
    fields: { ...redactCredentials(item), ...(isObject(diff) && { configurationItemDiff: redactCredentials(diff) }) },
    ...(hasState && { snapshot: { resource, observedAt: seen, source: 'awsConfig', ...(deleted && { deleted }) } }),
  };
}

/** Items of resources without an ARN get an id of account, region, type and name, which together are unique. */
function resourceOf(item: JsonObject): Resource {
  const [type, region, own] = [textAt(item, 'resourceType'), textAt(item, 'awsRegion'), textAt(item, 'resourceId')];
  const name = firstText(item, 'resourceName', 'resourceId', 'ARN');
  const account = firstText(item, 'awsAccountId', 'accountId');
  const id = textAt(item, 'ARN') || ['aws', account, region, type, own || name].filter(Boolean).join('/');
  const configuration = jsonField(memberAt(item, 'configuration'));
  const supplementary = Object.entries(objectAt(item, 'supplementaryConfiguration')).map(
    ([key, value]): [string, Json] => [key, jsonField(value) ?? value],
  );
  const properties = {
    ...(isObject(configuration) ? configuration : {}),
    ...(supplementary.length > 0 && { supplementaryConfiguration: Object.fromEntries(supplementary) }),
  };
  const tags = textTags(memberAt(item, 'tags'));
  const result = resourceSchema.safeParse({
    id,
    name,
    type,
    ...(region !== '' && { location: region }),
    ...(tags && { tags }),
    properties: redactCredentials(properties),
  });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Rejected(
    'NotAResource',
    `The configuration item cannot be read: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

function readJudgement(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const result = objectAt(raw, 'newEvaluationResult');
  const time = timeOr(
    firstText(result, 'resultRecordedTime') || firstText(raw, 'notificationCreationTime') || undefined,
    context,
  );
  return {
    id: recordIdentity('awsConfig', [], raw, time, context),
    source: 'awsConfig',
    ...time,
    resourceId: firstText(raw, 'resourceId'),
    logSource,
    entities: [],
    fields: raw,
  };
}
