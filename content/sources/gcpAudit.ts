import type { Json, JsonObject } from '../../shared/model/json';
import type { LogSource, TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accountOf, addressOf, distinct } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import { recordTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['logname', 'protopayload'];

/** Cloud Audit Logs of Google Cloud and Workspace, as LogEntry of Cloud Logging. */
export const source: Source = {
  id: 'gcpAudit',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isAudit(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a sink is changed',
      body: '{"insertId":"abc","logName":"projects/p1/logs/cloudaudit.googleapis.com%2Factivity","timestamp":"2026-11-21T08:00:00.524123456Z","receiveTimestamp":"2026-11-21T08:00:02Z","severity":"NOTICE","resource":{"type":"logging_sink","labels":{"project_id":"p1"}},"protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog","serviceName":"logging.googleapis.com","methodName":"google.logging.v2.ConfigServiceV2.UpdateSink","resourceName":"projects/p1/sinks/s1","authenticationInfo":{"principalEmail":"ann@example.com"},"authorizationInfo":[{"permission":"logging.sinks.update","granted":true}],"requestMetadata":{"callerIp":"203.0.113.8"},"status":{}}}',
      expect: [
        {
          source: 'gcpAudit',
          time: '2026-11-21T08:00:00.524Z',
          timeOrigin: 'record',
          resourceId: 'projects/p1/sinks/s1',
          logSource: { product: 'gcp', service: 'gcp.audit' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com' },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
    {
      name: 'a setting of Workspace',
      body: '{"insertId":"w1","logName":"organizations/1/logs/cloudaudit.googleapis.com%2Factivity","timestamp":"2026-11-21T08:00:01Z","protoPayload":{"serviceName":"admin.googleapis.com","methodName":"google.admin.AdminService.changeApplicationSetting","metadata":{"event":[{"eventName":"CHANGE_APPLICATION_SETTING","parameter":[{"name":"SETTING_NAME","value":"x"},{"name":"NEW_VALUE","value":"ENABLED"}]}]}}}',
      expect: [{ source: 'gcpAudit', logSource: { product: 'gcp', service: 'google_workspace.admin' } }],
    },
    {
      name: 'keys in lower case, no time, wrong types',
      body: '{"insertid":7,"logname":"projects/p1/logs/cloudaudit.googleapis.com%2Fdata_access","protopayload":{"authenticationInfo":"none","authorizationInfo":{},"requestMetadata":{"callerIP":"gce-internal-ip"},"resourceName":[]},"resource":"none"}',
      expect: [{ source: 'gcpAudit', timeOrigin: 'enqueued', resourceId: '', entities: [] }],
    },
  ],
};

/** An audit payload, or the name of an audit log; `%2F` may come twice escaped. */
function isAudit(record: JsonObject): boolean {
  if (textAt(record, 'logName').includes('cloudaudit.googleapis.com')) return true;
  const payload = objectAt(record, 'protoPayload');
  return firstText(payload, '@type', 'at_sign_type', 'methodName', 'serviceName') !== '';
}

const services: Record<string, string> = {
  'admin.googleapis.com': 'google_workspace.admin',
  'login.googleapis.com': 'google_workspace.login',
};

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const time = recordTime({ timestamp: memberAt(raw, 'timestamp') ?? null }, context, ['timestamp']);
  const payload = objectAt(raw, 'protoPayload');
  const parts = [textAt(raw, 'logName'), textAt(raw, 'timestamp'), textAt(raw, 'insertId')];
  return {
    id: recordIdentity('gcpAudit', parts, raw, time, context),
    source: 'gcpAudit',
    ...time,
    resourceId: textAt(payload, 'resourceName'),
    logSource: logSourceOf(payload),
    entities: distinct([
      ...accountOf(firstText(objectAt(payload, 'authenticationInfo'), 'principalEmail', 'principalSubject')),
      ...addressOf(memberAt(payload, 'requestMetadata', 'callerIp')),
    ]),
    fields: { ...redactCredentials(raw), ...sigmaNames(raw, payload) },
  };
}

function logSourceOf(payload: JsonObject): LogSource {
  const service = textAt(payload, 'serviceName');
  return { product: 'gcp', service: Object.hasOwn(services, service) ? services[service]! : 'gcp.audit' };
}

/** Rules say `gcp.audit.method_name` and `data.protoPayload..`; those for Workspace name events and their parameters. */
function sigmaNames(raw: JsonObject, payload: JsonObject): JsonObject {
  const events = objectsAt(payload, 'metadata', 'event');
  const parameters = events
    .flatMap((event) => objectsAt(event, 'parameter'))
    .map((one): [string, Json] => [textAt(one, 'name').toLowerCase(), firstText(one, 'value', 'boolValue', 'intValue')])
    .filter(([name]) => name === 'setting_name' || name === 'new_value' || name === 'old_value');
  const eventName = textAt(events[0], 'eventName');
  const [methodName, eventService] = [textAt(payload, 'methodName'), textAt(payload, 'serviceName')];
  const named = Object.fromEntries(
    ['serviceName', 'resourceName', 'authorizationInfo', 'resource'].flatMap((name): [string, Json][] => {
      const value = memberAt(payload, name) ?? memberAt(raw, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...(methodName !== '' && { 'gcp.audit.method_name': methodName }),
    ...(methodName !== '' && { data: { protoPayload: { ...named, methodName, logName: textAt(raw, 'logName') } } }),
    ...(eventName !== '' && { eventName, eventService }),
    ...(Object.fromEntries(parameters) as JsonObject),
  };
}
