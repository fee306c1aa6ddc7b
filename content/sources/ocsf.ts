import type { JsonObject } from '../../shared/model/json';
import type { LogSource, TelemetryEvent } from '../../shared/model/telemetryEvent';
import { firstText, memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { ocsfAlert } from '../../shared/core/ingest/cloud/ocsfAlert';
import { ocsfEntities } from '../../shared/core/ingest/cloud/ocsfEntities';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import { alertField } from '../../shared/core/ingest/microsoft/foreignAlert';
import { timeOr, type EventTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['class_uid'];

/** Events and findings in the Open Cybersecurity Schema Framework (Prowler, Security Lake and others). */
export const source: Source = {
  id: 'ocsf',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isOcsf(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a check of Prowler fails: time in seconds',
      body: '[{"class_uid":2004,"class_name":"Detection Finding","category_uid":2,"activity_id":1,"type_uid":200401,"severity_id":4,"severity":"High","status_code":"FAIL","time":1795248000,"time_dt":"2026-11-21T08:00:00.910000","metadata":{"event_code":"s3_public","product":{"name":"Prowler","vendor_name":"Prowler"},"version":"1.4.0"},"finding_info":{"uid":"prowler-aws-s3_public-000000000001-data","title":"public","created_time":1795248000},"resources":[{"uid":"arn:aws:s3:::data","name":"data","type":"AwsS3Bucket","region":"eu-west-1"}],"cloud":{"provider":"aws","account":{"uid":"000000000001"}},"unmapped":{"compliance":{"CIS-3.0":["2.1.4"]}}}]',
      expect: [
        {
          source: 'ocsf',
          time: '2026-11-21T08:00:00.000Z',
          timeOrigin: 'record',
          resourceId: 'arn:aws:s3:::data',
          logSource: { product: 'prowler', service: 'ocsf' },
          entities: [],
        },
      ],
    },
    {
      name: 'a process is launched: time in milliseconds',
      body: '{"class_uid":1007,"class_name":"Process Activity","activity_id":1,"time":1795248001250,"severity_id":1,"metadata":{"version":"1.1.0","uid":"e-1","product":{"name":"Sensor"}},"device":{"hostname":"web-1","ip":"192.0.2.4","os":{"name":"Linux"}},"actor":{"user":{"name":"ann","uid":"1000"},"process":{"pid":1,"file":{"path":"/usr/bin/bash"},"cmd_line":"bash"}},"process":{"pid":77,"cmd_line":"id -a","file":{"path":"/usr/bin/id"}}}',
      expect: [
        {
          source: 'ocsf',
          time: '2026-11-21T08:00:01.250Z',
          logSource: { product: 'linux', service: 'ocsf', category: 'process_creation' },
          entities: [
            { type: 'host', hostName: 'web-1', osFamily: 'Linux' },
            { type: 'ip', address: '192.0.2.4' },
            { type: 'account', name: 'ann', uid: '1000' },
            {
              type: 'process',
              processId: '77',
              commandLine: 'id -a',
              imageFile: { type: 'file', name: 'id', directory: '/usr/bin' },
            },
          ],
        },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"class_uid":"4001","metadata":{"version":1},"resources":"none","observables":[{"type_id":2,"value":"203.0.113.8"},7]}',
      expect: [{ source: 'ocsf', timeOrigin: 'enqueued', entities: [{ type: 'ip', address: '203.0.113.8' }] }],
    },
  ],
};

const isOcsf = (record: JsonObject): boolean =>
  /^\d{1,9}$/.test(textAt(record, 'class_uid')) && textAt(record, 'metadata', 'version') !== '';

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const time = timeOf(raw, context);
  const [resource] = objectsAt(raw, 'resources');
  const product = textAt(raw, 'metadata', 'product', 'name').toLowerCase();
  const identity = [product || 'ocsf', uidOf(raw), time.timeOrigin === 'record' ? time.time : ''];
  const logSource = logSourceOf(raw, product);
  const alert = ocsfAlert(raw, time.time);
  return {
    id: recordIdentity('ocsf', identity, raw, time, context),
    source: 'ocsf',
    ...time,
    resourceId: firstText(resource, 'uid') || textAt(raw, 'device', 'uid') || context.resourceId,
    logSource,
    entities: ocsfEntities(raw),
    fields: {
      ...redactCredentials(raw),
      ...(logSource.category === 'process_creation' && sigmaNames(raw)),
      ...(alert && alertField(alert)),
    },
  };
}

/** The event's own id; a finding keeps its id over its updates, so it counts with its time. Ids in angle brackets are placeholders. */
function uidOf(raw: JsonObject): string {
  const uid = textAt(raw, 'metadata', 'uid') || textAt(raw, 'finding_info', 'uid');
  return uid.startsWith('<') ? '' : uid;
}

/** `time` is ms by the standard and seconds with some senders: told by magnitude. */
function timeOf(raw: JsonObject, context: RecordContext): EventTime {
  for (const value of [
    memberAt(raw, 'time'),
    memberAt(raw, 'time_dt'),
    memberAt(raw, 'finding_info', 'created_time'),
  ]) {
    const time = timeOr(value, context);
    if (time.timeOrigin === 'record') return time;
  }
  return timeOr(undefined, context);
}

/** Class 1007, activity 1: a process is launched. */
function logSourceOf(raw: JsonObject, product: string): LogSource {
  const launched = textAt(raw, 'class_uid') === '1007' && textAt(raw, 'activity_id') === '1';
  if (!launched) return { product: product || 'ocsf', service: 'ocsf' };
  const os = /windows|linux|macos/i.exec(textAt(raw, 'device', 'os', 'name'))?.[0].toLowerCase();
  return { product: os ?? 'ocsf', service: 'ocsf', category: 'process_creation' };
}

function sigmaNames(raw: JsonObject): JsonObject {
  const parent = objectAt(raw, 'process', 'parent_process');
  const actor = Object.keys(parent).length > 0 ? parent : objectAt(raw, 'actor', 'process');
  const names = {
    Image: textAt(raw, 'process', 'file', 'path'),
    CommandLine: textAt(raw, 'process', 'cmd_line'),
    ParentImage: textAt(actor, 'file', 'path'),
    ParentCommandLine: textAt(actor, 'cmd_line'),
    User: firstText(objectAt(raw, 'actor', 'user'), 'name', 'uid'),
  };
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== ''));
}
