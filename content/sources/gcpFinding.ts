import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import {
  accountOf,
  addressOf,
  distinct,
  domainOf,
  fileOf,
  hashOf,
  hostOf,
  urlOf,
} from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt, textsAt } from '../../shared/core/ingest/cloud/memberAt';
import { findingAlert, threatLogAlert } from '../../shared/core/ingest/cloud/securityCenterAlert';
import { alertField } from '../../shared/core/ingest/microsoft/foreignAlert';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['finding', 'jsonpayload'];

/** Findings of Google's Security Command Center as notifications, and of Event Threat Detection in its older log form. */
export const source: Source = {
  id: 'gcpFinding',
  order: 90,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && (isFinding(raw) || isThreat(raw)),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a notification: a bucket is public',
      body: '{"notificationConfigName":"organizations/1/notificationConfigs/c","finding":{"name":"organizations/1/sources/2/findings/3","parent":"organizations/1/sources/2","resourceName":"//storage.googleapis.com/data","state":"ACTIVE","category":"PUBLIC_BUCKET_ACL","severity":"HIGH","eventTime":"2026-11-21T08:00:00.082Z","createTime":"2026-11-20T08:00:00Z","sourceProperties":{"ScannerName":"STORAGE_SCANNER"},"indicator":{"ipAddresses":["203.0.113.8"],"domains":["bad.example.com"]},"access":{"principalEmail":"ann@example.com"}},"resource":{"name":"//storage.googleapis.com/data"}}',
      expect: [
        {
          source: 'gcpFinding',
          time: '2026-11-21T08:00:00.082Z',
          timeOrigin: 'record',
          resourceId: '//storage.googleapis.com/data',
          logSource: { product: 'gcp', service: 'securitycenter' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com' },
            { type: 'ip', address: '203.0.113.8' },
            { type: 'dns', domainName: 'bad.example.com' },
          ],
        },
      ],
    },
    {
      name: 'the older log of Event Threat Detection',
      body: '{"jsonPayload":{"detectionCategory":{"ruleName":"bad_ip"},"properties":{"instanceDetails":"/projects/p1/zones/z/instances/web-1","ip":["203.0.113.8"]}},"logName":"projects/p1/logs/threatdetection.googleapis.com%%2Fdetection","timestamp":"2026-11-21T08:00:01Z","insertId":"1"}',
      expect: [
        {
          source: 'gcpFinding',
          time: '2026-11-21T08:00:01.000Z',
          resourceId: '/projects/p1/zones/z/instances/web-1',
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"finding":{"category":"X","parent":"organizations/1/sources/2","name":7,"sourceProperties":[],"indicator":"none","eventTime":"soon"}}',
      expect: [{ source: 'gcpFinding', timeOrigin: 'enqueued', entities: [], resourceId: '' }],
    },
  ],
};

const isFinding = (record: JsonObject): boolean =>
  textAt(record, 'finding', 'category') !== '' && /\/sources\//.test(textAt(record, 'finding', 'parent'));

const isThreat = (record: JsonObject): boolean =>
  textAt(record, 'jsonPayload', 'detectionCategory', 'ruleName') !== '' &&
  textAt(record, 'logName').includes('threatdetection.googleapis.com');

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  return isFinding(raw) ? readFinding(raw, context) : readThreat(raw, context);
}

const logSource = { product: 'gcp', service: 'securitycenter' };

/** A finding keeps its name while its state and event time change. */
function readFinding(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const finding = objectAt(raw, 'finding');
  const time = timeOr(firstText(finding, 'eventTime', 'createTime') || undefined, context);
  const parts = [textAt(finding, 'name'), textAt(finding, 'eventTime'), textAt(finding, 'state') || 'ACTIVE'];
  const indicator = objectAt(finding, 'indicator');
  const alert = findingAlert(finding, time.time);
  const entities: Entity[] = [
    ...objectsAt(finding, 'connections').flatMap((one) => [
      ...addressOf(memberAt(one, 'sourceIp')),
      ...addressOf(memberAt(one, 'destinationIp')),
    ]),
    ...accountOf(textAt(finding, 'access', 'principalEmail')),
    ...addressOf(memberAt(finding, 'access', 'callerIp')),
    ...textsAt(indicator, 'ipAddresses').flatMap(addressOf),
    ...textsAt(indicator, 'domains').flatMap(domainOf),
    ...textsAt(indicator, 'uris').flatMap(urlOf),
    ...objectsAt(finding, 'files').flatMap((one) => [...fileOf(textAt(one, 'path')), ...hashOf(textAt(one, 'sha256'))]),
    ...hostOf(instanceIn(textAt(finding, 'resourceName'))),
  ];
  return {
    id: recordIdentity('gcpFinding', parts, raw, time, context),
    source: 'gcpFinding',
    ...time,
    resourceId: textAt(finding, 'resourceName') || textAt(raw, 'resource', 'name'),
    logSource,
    entities: distinct(entities),
    fields: { ...raw, ...(alert && alertField(alert)) },
  };
}

const instanceIn = (name: string): string => /\/instances\/([\w-]{1,63})$/.exec(name)?.[1] ?? '';

function readThreat(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const time = timeOr(firstText(raw, 'timestamp', 'receiveTimestamp') || undefined, context);
  const parts = ['logName', 'timestamp', 'insertId'].map((name) => textAt(raw, name));
  const properties = objectAt(raw, 'jsonPayload', 'properties');
  const instance = textAt(properties, 'instanceDetails');
  return {
    id: recordIdentity('gcpFinding', parts, raw, time, context),
    source: 'gcpFinding',
    ...time,
    resourceId: instance,
    logSource,
    entities: distinct([
      ...hostOf(instanceIn(instance)),
      ...textsAt(properties, 'ip').flatMap(addressOf),
      ...textsAt(properties, 'domain').flatMap(domainOf),
      ...accountOf(firstText(properties, 'principalEmail')),
    ]),
    fields: { ...raw, ...alertField(threatLogAlert(raw, time.time)) },
  };
}
