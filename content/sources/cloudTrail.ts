import type { Json, JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { Rejected } from '../../shared/model/rejected';
import { awsCaller, awsOrigin, isArn } from '../../shared/core/ingest/cloud/awsIdentity';
import { cloudWatchEntries } from '../../shared/core/ingest/cloud/cloudWatchLogs';
import { distinct, hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import { timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['eventname', 'eventsource', 'logevents'];

/** API calls in AWS: records of trails (S3 files, EventBridge, CloudWatch Logs, Logstash). */
export const source: Source = {
  id: 'cloudTrail',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && (isCall(raw) || callsIn(raw).length > 0),
  normalise: ([raw], context) => readAll(raw as JsonObject, context),
  samples: [
    {
      name: 'a file of S3: a user tags a bucket',
      body: '{"Records":[{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::000000000001:user/ann","accountId":"000000000001","accessKeyId":"EXAMPLEKEY","userName":"ann"},"eventTime":"2026-11-21T08:00:00Z","eventSource":"s3.amazonaws.com","eventName":"PutBucketTagging","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.8","userAgent":"aws-cli/2","requestParameters":{"bucketName":"data"},"responseElements":null,"eventID":"00000000-0000-0000-0000-000000000007","readOnly":false,"resources":[{"type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::data"}],"eventType":"AwsApiCall","recipientAccountId":"000000000001"}]}',
      expect: [
        {
          source: 'cloudTrail',
          time: '2026-11-21T08:00:00.000Z',
          timeOrigin: 'record',
          resourceId: 'arn:aws:s3:::data',
          logSource: { product: 'aws', service: 'cloudtrail' },
          entities: [
            { type: 'account', name: 'ann', uid: 'AIDAEXAMPLE' },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
    {
      name: 'EventBridge: a role is assumed for a service, credentials are taken out',
      body: '{"version":"0","id":"1","detail-type":"AWS API Call via CloudTrail","source":"aws.sts","account":"000000000001","time":"2026-11-21T08:00:01Z","region":"eu-west-1","resources":[],"detail":{"eventVersion":"1.08","userIdentity":{"type":"AWSService","invokedBy":"ec2.amazonaws.com"},"eventTime":"2026-11-21T08:00:01Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","sourceIPAddress":"ec2.amazonaws.com","responseElements":{"credentials":{"accessKeyId":"EXAMPLEKEY","sessionToken":"abc"}}}}',
      expect: [
        {
          source: 'cloudTrail',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'account', name: 'ec2.amazonaws.com' },
            { type: 'dns', domainName: 'ec2.amazonaws.com' },
          ],
          fields: {
            eventVersion: '1.08',
            userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
            eventTime: '2026-11-21T08:00:01Z',
            eventSource: 'sts.amazonaws.com',
            eventName: 'AssumeRole',
            sourceIPAddress: 'ec2.amazonaws.com',
            responseElements: { credentials: { accessKeyId: 'EXAMPLEKEY', sessionToken: 'REDACTED' } },
          },
        },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"eventversion":1.08,"eventsource":"iam.amazonaws.com","eventname":"GetUser","useridentity":"root","sourceipaddress":7,"eventid":[]}',
      expect: [{ source: 'cloudTrail', timeOrigin: 'enqueued', resourceId: '', entities: [] }],
    },
    {
      name: 'CloudWatch Logs: two calls in one record',
      body: '{"messageType":"DATA_MESSAGE","owner":"000000000001","logGroup":"trail","logStream":"s","logEvents":[{"id":"1","timestamp":1795248002000,"message":"{\\"eventVersion\\":\\"1.08\\",\\"eventSource\\":\\"iam.amazonaws.com\\",\\"eventName\\":\\"ListUsers\\",\\"eventID\\":\\"a\\"}"},{"id":"2","timestamp":1795248003000,"message":"{\\"eventVersion\\":\\"1.08\\",\\"eventSource\\":\\"iam.amazonaws.com\\",\\"eventName\\":\\"ListRoles\\",\\"eventID\\":\\"b\\"}"}]}',
      expect: [
        { source: 'cloudTrail', time: '2026-11-21T08:00:02.000Z' },
        { source: 'cloudTrail', time: '2026-11-21T08:00:03.000Z' },
      ],
    },
  ],
};

/** Cut-down exports may lack a version or one of the names; what is left must still say AWS. */
function isCall(record: JsonObject): boolean {
  const eventName = textAt(record, 'eventName');
  const eventSource = textAt(record, 'eventSource');
  if (eventSource.endsWith('.amazonaws.com')) return eventName !== '' || textAt(record, 'eventVersion') !== '';
  if (eventName === '') return false;
  if (textAt(record, 'eventVersion') !== '' && eventSource !== '') return true;
  const known = ['userIdentity', 'eventVersion', 'eventType'].some((name) => memberAt(record, name) !== undefined);
  return known && firstText(record, 'awsRegion') !== '';
}

const callsIn = (record: JsonObject) =>
  cloudWatchEntries(record).filter(({ message }) => typeof message === 'object' && isCall(message));

function readAll(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  if (isCall(raw)) return [read(raw, undefined, context)];
  const calls = callsIn(raw);
  if (calls.length === 0) throw new Rejected('NotCloudTrail', 'The record must name `eventSource` and `eventName`');
  return calls.map(({ message, timestamp }, index) =>
    read(message as JsonObject, timestamp, { ...context, position: `${context.position}/${index}` }),
  );
}

function read(raw: JsonObject, logged: Json | undefined, context: RecordContext): TelemetryEvent {
  const time = timeOr(firstText(raw, 'eventTime', '@timestamp') || logged, context);
  const identity = memberAt(raw, 'userIdentity');
  return {
    id: recordIdentity('cloudTrail', [textAt(raw, 'eventID')], raw, time, context),
    source: 'cloudTrail',
    ...time,
    resourceId: resourceOf(raw),
    logSource: { product: 'aws', service: 'cloudtrail' },
    entities: distinct([
      ...awsCaller(identity),
      ...awsOrigin(memberAt(raw, 'sourceIPAddress')),
      ...hostOf(instanceOf(raw)),
    ]),
    fields: redactCredentials(raw),
  };
}

function resourceOf(raw: JsonObject): string {
  const named = objectsAt(raw, 'resources').map((resource) => firstText(resource, 'ARN', 'arn'));
  return named.find(isArn) ?? '';
}

/** One instance that the call names itself, or one whose credentials made it. */
function instanceOf(raw: JsonObject): string {
  const named = textAt(raw, 'requestParameters', 'instanceId');
  const session = textAt(raw, 'userIdentity', 'arn').split('/').at(-1) ?? '';
  return [named, session].find((name) => /^i-[0-9a-f]{8,17}$/.test(name)) ?? '';
}
