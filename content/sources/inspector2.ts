import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { awsFindingEvent } from '../../shared/core/ingest/cloud/awsFinding';
import { addressOf, hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt, textsAt } from '../../shared/core/ingest/cloud/memberAt';
import { vulnerabilityOf } from '../../shared/core/ingest/scanners/vulnerability';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['findingarn'];

/** Findings of Amazon Inspector 2, from its reports and from EventBridge: packages, reachable ports, code. */
export const source: Source = {
  id: 'inspector2',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isFinding(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a report: a package of an instance',
      body: '{"findings":[{"awsAccountId":"000000000001","findingArn":"arn:aws:inspector2:eu-west-1:000000000001:finding/1","type":"PACKAGE_VULNERABILITY","severity":"HIGH","status":"ACTIVE","title":"CVE-2026-0001 - zlib","firstObservedAt":"2026-11-01T08:00:00Z","lastObservedAt":"2026-11-21T08:00:00.250+01:00","updatedAt":"2026-11-21T08:00:01+01:00","packageVulnerabilityDetails":{"vulnerabilityId":"CVE-2026-0001","relatedVulnerabilities":["ALAS-1"],"vulnerablePackages":[{"name":"zlib","version":"1.2","fixedInVersion":"1.3"}]},"resources":[{"type":"AWS_EC2_INSTANCE","id":"i-0123456789abcdef0","details":{"awsEc2Instance":{"ipV4Addresses":["192.0.2.4"]}}}]}]}',
      expect: [
        {
          source: 'inspector2',
          time: '2026-11-21T07:00:01.000Z',
          timeOrigin: 'record',
          resourceId: 'i-0123456789abcdef0',
          logSource: { product: 'aws', service: 'inspector' },
          entities: [
            { type: 'host', hostName: 'i-0123456789abcdef0' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
      ],
    },
    {
      name: 'a port that can be reached, from EventBridge',
      body: '{"detail-type":"Inspector2 Finding","source":"aws.inspector2","detail":{"findingArn":"arn:aws:inspector2:eu-west-1:000000000001:finding/2","type":"NETWORK_REACHABILITY","severity":"MEDIUM","updatedAt":"Nov 21, 2026, 8:00:00 AM","networkReachabilityDetails":{"protocol":"TCP","openPortRange":{"begin":22,"end":22}},"resources":[{"type":"AWS_EC2_INSTANCE","id":"i-0123456789abcdef0"}]}}',
      expect: [{ source: 'inspector2', time: '2026-11-21T08:00:00.000Z' }],
    },
    {
      name: 'no time, wrong types',
      body: '{"findingArn":"arn:aws:inspector2:eu-west-1:000000000001:finding/3","type":"CODE_VULNERABILITY","severity":7,"resources":"none","packageVulnerabilityDetails":[]}',
      expect: [{ source: 'inspector2', timeOrigin: 'enqueued', resourceId: '', entities: [] }],
    },
  ],
};

const isFinding = (record: JsonObject): boolean => textAt(record, 'findingArn').includes(':inspector2:');

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const resources = objectsAt(raw, 'resources');
  const vulnerability = vulnerabilityIn(raw, resources);
  const finding = {
    source: 'inspector2',
    service: 'inspector',
    id: textAt(raw, 'findingArn'),
    time: firstText(raw, 'updatedAt', 'lastObservedAt', 'firstObservedAt'),
    resourceId: textAt(resources[0], 'id'),
    entities: resources.flatMap(resourceEntities),
    fields: () => ({ ...raw, ...(vulnerability && { vulnerability }) }),
  };
  return awsFindingEvent(raw, finding, context);
}

function resourceEntities(resource: JsonObject): Entity[] {
  if (textAt(resource, 'type') !== 'AWS_EC2_INSTANCE') return [];
  const details = objectAt(resource, 'details', 'awsEc2Instance');
  const addresses = ['ipV4Addresses', 'ipV6Addresses'].flatMap((name) => memberAt(details, name) ?? []);
  return [...hostOf(textAt(resource, 'id')), ...addresses.flat().flatMap(addressOf)];
}

function vulnerabilityIn(raw: JsonObject, resources: JsonObject[]): JsonObject | undefined {
  const details = objectAt(raw, 'packageVulnerabilityDetails');
  const [first] = objectsAt(details, 'vulnerablePackages');
  const id = textAt(details, 'vulnerabilityId');
  if (id === '') return undefined;
  return vulnerabilityOf({
    ids: [id, ...textsAt(details, 'relatedVulnerabilities')],
    severity: textAt(raw, 'severity'),
    title: textAt(raw, 'title'),
    resource: textAt(resources[0], 'id'),
    package: textAt(first, 'name'),
    version: textAt(first, 'version'),
    fixedVersion: textAt(first, 'fixedInVersion'),
    status: textAt(raw, 'status'),
  });
}
