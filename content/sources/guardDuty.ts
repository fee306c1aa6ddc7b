import type { Entity } from '../../shared/model/entity';
import type { Json, JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { awsFindingEvent, remoteEnd } from '../../shared/core/ingest/cloud/awsFinding';
import { accountOf, addressOf, fileOf, hashOf, hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { alertField } from '../../shared/core/ingest/microsoft/foreignAlert';
import { guardDutyAlert } from '../../shared/core/ingest/cloud/guardDutyAlert';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['schemaversion'];

/** Findings of Amazon GuardDuty, schema 2.0, alone or from EventBridge. An update has the same id and a later `updatedAt`. */
export const source: Source = {
  id: 'guardDuty',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isFinding(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'an instance speaks with a bad address',
      body: '{"version":"0","detail-type":"GuardDuty Finding","source":"aws.guardduty","time":"2026-11-21T08:05:00Z","detail":{"schemaVersion":"2.0","accountId":"000000000001","region":"eu-west-1","partition":"aws","id":"0f","arn":"arn:aws:guardduty:eu-west-1:000000000001:detector/d1/finding/0f","type":"UnauthorizedAccess:EC2/SSHBruteForce","resource":{"resourceType":"Instance","instanceDetails":{"instanceId":"i-0123456789abcdef0","networkInterfaces":[{"privateIpAddress":"192.0.2.4","publicIp":"198.51.100.4"}]}},"service":{"serviceName":"guardduty","detectorId":"d1","action":{"actionType":"NETWORK_CONNECTION","networkConnectionAction":{"connectionDirection":"INBOUND","remoteIpDetails":{"ipAddressV4":"203.0.113.8"}}},"eventFirstSeen":"2026-11-21T07:50:00Z","eventLastSeen":"2026-11-21T08:00:00.000Z","archived":false,"count":3},"severity":5.3,"createdAt":"2026-11-21T08:01:00Z","updatedAt":"2026-11-21T08:02:00Z","title":"t","description":"d"}}',
      expect: [
        {
          source: 'guardDuty',
          time: '2026-11-21T08:00:00.000Z',
          timeOrigin: 'record',
          resourceId: 'i-0123456789abcdef0',
          logSource: { product: 'aws', service: 'guardduty' },
          entities: [
            { type: 'host', hostName: 'i-0123456789abcdef0' },
            { type: 'ip', address: '192.0.2.4' },
            { type: 'ip', address: '198.51.100.4' },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
    {
      name: 'a user changes her own rights',
      body: '{"schemaVersion":"2.0","accountId":"000000000001","id":"1f","arn":"arn:aws:guardduty:eu-west-1:000000000001:detector/d1/finding/1f","type":"PrivilegeEscalation:IAMUser/AnomalousBehavior","severity":8,"resource":{"resourceType":"AccessKey","accessKeyDetails":{"userName":"ann","principalId":"AIDAEXAMPLE"}},"service":{"detectorId":"d1","action":{"actionType":"AWS_API_CALL","awsApiCallAction":{"api":"PutRolePolicy","domainDetails":{"domain":"cloudformation.amazonaws.com"}}}},"updatedAt":"2026-11-21T08:02:00Z"}',
      expect: [
        {
          source: 'guardDuty',
          time: '2026-11-21T08:02:00.000Z',
          entities: [
            { type: 'account', name: 'ann', uid: 'AIDAEXAMPLE' },
            { type: 'dns', domainName: 'cloudformation.amazonaws.com' },
          ],
        },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"schemaVersion":"2.0","type":"Recon:EC2/Portscan","severity":"high","resource":[],"service":{"detectorId":"d1","action":"none","count":"3"}}',
      expect: [{ source: 'guardDuty', timeOrigin: 'enqueued', entities: [], resourceId: '' }],
    },
  ],
};

/** `Purpose:Resource/Name` with a detector. */
const isFinding = (record: JsonObject): boolean =>
  textAt(record, 'schemaVersion').startsWith('2') &&
  /^[A-Za-z]+:[A-Za-z0-9]+\/\S+$/.test(textAt(record, 'type')) &&
  (textAt(record, 'service', 'detectorId') !== '' || textAt(record, 'arn').includes(':guardduty:'));

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const service = objectAt(raw, 'service');
  const resource = objectAt(raw, 'resource');
  const finding = {
    source: 'guardDuty',
    service: 'guardDuty',
    id: textAt(raw, 'id'),
    time: firstText(service, 'eventLastSeen') || firstText(raw, 'updatedAt', 'createdAt'),
    resourceId: resourceOf(resource),
    entities: [...resourceEntities(resource), ...actionEntities(objectAt(service, 'action'))],
    fields: (time: string) => ({ ...redactCredentials(raw), ...alertField(guardDutyAlert(raw, time)) }),
  };
  return awsFindingEvent(raw, finding, context);
}

/** Ways to the name of what is affected, best first. */
const resourceNames = [
  ['instanceDetails', 'instanceId'],
  ['eksClusterDetails', 'arn'],
  ['ecsClusterDetails', 'arn'],
  ['lambdaDetails', 'functionArn'],
  ['rdsDbInstanceDetails', 'dbInstanceArn'],
  ['ebsVolumeDetails', 'volumeArn'],
];

function resourceOf(resource: JsonObject): string {
  const bucket = objectsAt(resource, 's3BucketDetails').map((one) => textAt(one, 'arn'));
  const named = resourceNames.map((names) => textAt(resource, ...names));
  return [...bucket, ...named].find((name) => name !== '') ?? '';
}

function resourceEntities(resource: JsonObject): Entity[] {
  const instance = objectAt(resource, 'instanceDetails');
  const key = objectAt(resource, 'accessKeyDetails');
  return [
    ...hostOf(textAt(instance, 'instanceId')),
    ...objectsAt(instance, 'networkInterfaces').flatMap((one) => [
      ...addressOf(memberAt(one, 'privateIpAddress')),
      ...addressOf(memberAt(one, 'publicIp')),
    ]),
    ...accountOf(textAt(key, 'userName'), { uid: textAt(key, 'principalId') }),
    ...accountOf(textAt(resource, 'kubernetesDetails', 'kubernetesUserDetails', 'username')),
  ];
}

/** Addresses and names may stand in any kind of action (`networkConnectionAction`, `awsApiCallAction`, `dnsRequestAction` ..). */
function actionEntities(action: JsonObject): Entity[] {
  return Object.values(action).flatMap((kind: Json) => [
    ...remoteEnd(kind),
    ...objectsAt(kind, 'portProbeDetails').flatMap((probe) =>
      addressOf(memberAt(probe, 'remoteIpDetails', 'ipAddressV4')),
    ),
    ...fileOf(textAt(kind, 'filePath')),
    ...hashOf(textAt(kind, 'hash')),
  ]);
}
