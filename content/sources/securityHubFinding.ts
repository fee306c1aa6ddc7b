import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { isArn } from '../../shared/core/ingest/cloud/awsIdentity';
import { awsFindingEvent, remoteEnd } from '../../shared/core/ingest/cloud/awsFinding';
import { accountOf, addressOf, domainOf, fileOf, hashOf, hostOf, urlOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { alertField } from '../../shared/core/ingest/microsoft/foreignAlert';
import { securityHubAlert } from '../../shared/core/ingest/cloud/securityHubAlert';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { vulnerabilityOf } from '../../shared/core/ingest/scanners/vulnerability';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['schemaversion'];

/** AWS Security Finding Format 2018-10-08: what Security Hub collects of GuardDuty, Inspector, Config, its own controls and partners. */
export const source: Source = {
  id: 'securityHubFinding',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isFinding(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a control fails',
      body: '{"findings":[{"SchemaVersion":"2018-10-08","Id":"arn:aws:securityhub:eu-west-1:000000000001:subscription/x/finding/1","ProductArn":"arn:aws:securityhub:eu-west-1::product/aws/securityhub","GeneratorId":"x/S3.1","AwsAccountId":"000000000001","Types":["Software and Configuration Checks"],"CreatedAt":"2026-11-20T08:00:00Z","UpdatedAt":"2026-11-21T08:00:00.5Z","Severity":{"Label":"HIGH","Normalized":70},"Title":"S3.1","Resources":[{"Type":"AwsS3Bucket","Id":"arn:aws:s3:::data","Region":"eu-west-1"}],"Compliance":{"Status":"FAILED"},"Workflow":{"Status":"NEW"},"RecordState":"ACTIVE"}]}',
      expect: [
        {
          source: 'securityHubFinding',
          time: '2026-11-21T08:00:00.500Z',
          timeOrigin: 'record',
          resourceId: 'arn:aws:s3:::data',
          logSource: { product: 'aws', service: 'securityhub' },
          entities: [],
        },
      ],
    },
    {
      name: 'Inspector finds a vulnerability in an instance',
      body: '{"Findings":[{"SchemaVersion":"2018-10-08","Id":"arn:aws:inspector2:eu-west-1:000000000001:finding/2","ProductArn":"arn:aws:securityhub:eu-west-1::product/aws/inspector","UpdatedAt":"2026-11-21T08:00:01Z","Severity":{"Label":"MEDIUM"},"Title":"CVE-2026-0001 - zlib","Resources":[{"Type":"AwsEc2Instance","Id":"arn:aws:ec2:eu-west-1:000000000001:instance/i-0123456789abcdef0","Details":{"AwsEc2Instance":{"IpV4Addresses":["192.0.2.4"]}}}],"Vulnerabilities":[{"Id":"CVE-2026-0001","VulnerablePackages":[{"Name":"zlib","Version":"1.2","FixedInVersion":"1.3"}]}],"RecordState":"ACTIVE"}]}',
      expect: [
        {
          source: 'securityHubFinding',
          logSource: { product: 'aws', service: 'securityhub' },
          entities: [
            { type: 'host', hostName: 'i-0123456789abcdef0' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"SchemaVersion":"2018-10-08","Id":7,"ProductArn":"p","Severity":"HIGH","Resources":{"Id":"x"},"Network":[]}',
      expect: [{ source: 'securityHubFinding', timeOrigin: 'enqueued', resourceId: 'x' }],
    },
  ],
};

const isFinding = (record: JsonObject): boolean =>
  textAt(record, 'SchemaVersion') === '2018-10-08' &&
  firstText(record, 'ProductArn', 'AwsAccountId', 'GeneratorId') !== '';

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const resources = objectsAt(raw, 'Resources');
  const vulnerability = vulnerabilityIn(raw, resources);
  const finding = {
    source: 'securityHubFinding',
    service: 'securityHub',
    id: textAt(raw, 'Id'),
    time: firstText(raw, 'UpdatedAt', 'LastObservedAt', 'CreatedAt', 'FirstObservedAt'),
    resourceId: textAt(resources[0], 'Id'),
    entities: [...resources.flatMap(resourceEntities), ...actionEntities(raw)],
    fields: (time: string) => {
      const alert = securityHubAlert(raw, time);
      return { ...redactCredentials(raw), ...(vulnerability && { vulnerability }), ...(alert && alertField(alert)) };
    },
  };
  return awsFindingEvent(raw, finding, context);
}

const instance = /(?:^|\/)(i-[0-9a-f]{8,17})$/;

function resourceEntities(resource: JsonObject): Entity[] {
  const id = textAt(resource, 'Id');
  const details = objectAt(resource, 'Details');
  const key = objectAt(details, 'AwsIamAccessKey');
  const addresses = memberAt(details, 'AwsEc2Instance', 'IpV4Addresses');
  const user = /^arn:[^:]*:(?:iam|sts)::\d*:(?:user|assumed-role)\/(?:.*\/)?([^/]+)$/.exec(id)?.[1];
  return [
    ...hostOf(instance.exec(id)?.[1] ?? ''),
    ...(Array.isArray(addresses) ? addresses.flatMap(addressOf) : []),
    ...accountOf(firstText(key, 'UserName', 'PrincipalName') || (isArn(id) ? (user ?? '') : '')),
  ];
}

/** The far end of an action, a connection, a process and malware, as far as a finding names them. */
function actionEntities(raw: JsonObject): Entity[] {
  const action = objectAt(raw, 'Action');
  return [
    ...Object.values(action).flatMap(remoteEnd),
    ...['SourceIpV4', 'SourceIpV6', 'DestinationIpV4', 'DestinationIpV6'].flatMap((name) =>
      addressOf(memberAt(raw, 'Network', name)),
    ),
    ...domainOf(firstText(objectAt(raw, 'Network'), 'SourceDomain', 'DestinationDomain')),
    ...addressOf(
      memberAt(
        raw,
        'ProductFields',
        'aws/guardduty/service/action/networkConnectionAction/remoteIpDetails/ipAddressV4',
      ),
    ),
    ...objectsAt(raw, 'Malware').flatMap((one) => fileOf(textAt(one, 'Path'))),
    ...objectsAt(raw, 'ThreatIntelIndicators').flatMap((one) => indicator(textAt(one, 'Type'), textAt(one, 'Value'))),
  ];
}

function indicator(type: string, value: string): Entity[] {
  if (/^IPV[46]_ADDRESS$/.test(type)) return addressOf(value);
  if (type === 'DOMAIN') return domainOf(value);
  return type === 'URL' ? urlOf(value) : hashOf(value);
}

function vulnerabilityIn(raw: JsonObject, resources: JsonObject[]): JsonObject | undefined {
  const found = objectsAt(raw, 'Vulnerabilities');
  if (found.length === 0) return undefined;
  const packages = found.flatMap((one) => objectsAt(one, 'VulnerablePackages'));
  return vulnerabilityOf({
    ids: found.map((one) => textAt(one, 'Id')),
    severity: textAt(raw, 'Severity', 'Label'),
    title: textAt(raw, 'Title'),
    resource: textAt(resources[0], 'Id'),
    package: textAt(packages[0], 'Name'),
    version: textAt(packages[0], 'Version'),
    fixedVersion: textAt(packages[0], 'FixedInVersion'),
    status: textAt(raw, 'RecordState'),
  });
}
