import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { cleanAddress } from '../../shared/core/ingest/address';
import { contentId } from '../../shared/core/ingest/contentId';
import { textField } from '../../shared/core/ingest/field';
import { recordTime } from '../../shared/core/ingest/recordTime';
import { redactSignatures } from '../../shared/core/ingest/redact';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** Names under which senders of all kinds put addresses and machines. */
const addressNames = [
  'callerIpAddress',
  'clientIp',
  'clientIpAddress',
  'ipAddress',
  'sourceIPAddress',
  'src_ip',
  'remoteIp',
];
const hostNames = ['hostName', 'computer', 'host', 'hostIdentifier', 'deviceName'];

/**
 * Whatever no other source knows: kept as it is, searchable, with the time, machine and addresses that can be told, or as a mapping of
 * the workspace reads it (docs/source-mappings.md).
 */
export const source: Source = {
  id: 'generic',
  order: 1000,
  recognises: () => true,
  normalise: ([raw], context) => [typeof raw === 'object' ? fromObject(raw, context) : fromText(String(raw), context)],
  samples: [
    {
      name: 'a JSON object of an unknown sender',
      body: '{"timestamp":"2026-11-21T08:00:00Z","hostname":"app-1","clientIP":"203.0.113.9:4711","message":"door opened"}',
      expect: [
        {
          source: 'generic',
          time: '2026-11-21T08:00:00.000Z',
          timeOrigin: 'record',
          entities: [
            { type: 'host', hostName: 'app-1' },
            { type: 'ip', address: '203.0.113.9' },
          ],
        },
      ],
    },
    {
      name: 'a line of text',
      body: 'doorman on app-1: door opened',
      expect: [
        {
          source: 'generic',
          timeOrigin: 'enqueued',
          fields: { message: 'doorman on app-1: door opened' },
        },
      ],
    },
    {
      name: 'JSON that is cut off',
      body: '{"timestamp":"2026-11-21T08:00:00Z","host',
      expect: { rejected: 'NotJson' },
    },
  ],
};

function fromObject(record: JsonObject, context: RecordContext): TelemetryEvent {
  const fields = redactSignatures(record);
  const mapping = context.mappings?.find((one) => one.matches(record));
  const time = mapping?.timeOf(record, context) ?? recordTime(record, context);
  const position = time.timeOrigin === 'record' ? '' : context.position;
  const event: TelemetryEvent = {
    id: contentId('generic', record, position),
    source: 'generic',
    ...time,
    resourceId: textField(record, 'resourceId') || textField(record, '_ResourceId') || context.resourceId,
    logSource: {},
    entities: entitiesOf(record),
    fields,
  };
  return mapping ? mapping.applied(event) : event;
}

/** Equal lines can be real repeats: where a line stood is part of what it is. */
function fromText(message: string, context: RecordContext): TelemetryEvent {
  return {
    id: contentId('generic', message, context.position),
    source: 'generic',
    time: context.enqueuedAt,
    timeOrigin: 'enqueued',
    resourceId: context.resourceId,
    logSource: {},
    entities: [],
    fields: { message },
  };
}

function entitiesOf(record: JsonObject): Entity[] {
  const hostName = hostNames.map((name) => textField(record, name)).find((name) => name !== '');
  const addresses = addressNames
    .map((name) => cleanAddress(textField(record, name)))
    .filter((address) => address !== undefined);
  return [
    ...(hostName === undefined ? [] : [{ type: 'host' as const, hostName }]),
    ...[...new Set(addresses)].map((address) => ({ type: 'ip' as const, address })),
  ];
}
