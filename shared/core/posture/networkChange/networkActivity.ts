import type { JsonObject } from '../../../model/json';
import type { Caller } from '../../../model/networkChange';
import { parseResourceId } from '../../../model/resourceId';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { isObject, jsonField, textField, field } from '../../ingest/field';
import { type NetworkSubject, networkSubject } from './networkType';

/** A write or deletion of a network resource as the activity log tells it. */
export interface NetworkActivity {
  subject: NetworkSubject;
  at: string;
  eventId: string;
  /** Equal for all records of one act: operation, resource and correlation id. */
  key: string;
  caller: Caller;
  isDeletion: boolean;
  isCreation: boolean;
  /** False for a record that says only that it began, or that it failed. */
  isDone: boolean;
  /** `properties` of what was written. */
  body?: JsonObject;
}

const done = /^(?:success|succeeded|accept|accepted)$/i;

/** Undefined for every other event. */
export function networkActivity({
  id,
  logSource,
  resourceId,
  time,
  fields,
  entities,
}: TelemetryEvent): NetworkActivity | undefined {
  if (logSource.service !== 'activitylogs' || logSource.product !== 'azure') return undefined;
  const operation = /^(microsoft\.network\/.+)\/(write|delete)$/i.exec(textField(fields, 'operationName'));
  if (operation === null) return undefined;
  const subject = networkSubject(resourceId);
  const { id: ownId, type } = parseResourceId(resourceId);
  if (subject === undefined || type !== operation[1]!.toLowerCase()) return undefined;
  const correlationId = textField(fields, 'correlationId');
  const properties = field(fields, 'properties');
  const said = isObject(properties) ? properties : {};
  const status = `${textField(fields, 'resultSignature')} ${textField(said, 'statusCode')}`;
  const address = entities.find((entity) => entity.type === 'ip')?.address;
  const body = bodyOf(said);
  return {
    subject,
    at: time,
    eventId: id,
    key: `${operation[2]!.toLowerCase()}|${correlationId || id}|${ownId}`,
    caller: {
      name: textField(fields, 'Caller'),
      ...(address !== undefined && { address }),
      ...(correlationId !== '' && { correlationId }),
    },
    isDeletion: operation[2]!.toLowerCase() === 'delete',
    isCreation: /\bcreated\b/i.test(status),
    isDone: done.test(textField(fields, 'resultType') || textField(fields, 'ActivityStatusValue')),
    ...(body && { body }),
  };
}

/** What the platform answered goes before what was asked for. */
function bodyOf(properties: JsonObject): JsonObject | undefined {
  for (const name of ['responseBody', 'requestbody']) {
    const body = jsonField(field(properties, name));
    const written = isObject(body) ? jsonField(field(body, 'properties')) : undefined;
    if (isObject(written)) return written;
  }
  return undefined;
}
