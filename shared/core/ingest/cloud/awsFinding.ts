import type { Entity } from '../../../model/entity';
import type { Json, JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { timeOr } from '../recordTime';
import type { RecordContext } from '../source';
import { addressOf, distinct, domainOf } from './entityOf';
import { memberAt, textAt } from './memberAt';
import { recordIdentity } from './recordIdentity';

/** What a security service of AWS says in one finding. An update has the same id and a later `updatedAt`. */
export interface AwsFinding {
  source: string;
  /** The service, letters only; in lower case it is the service of the log source. */
  service: string;
  id: string;
  /** Empty when the finding says no time. */
  time: string;
  resourceId: string;
  entities: Entity[];
  /** The fields of the event, which takes place at that time. */
  fields: (time: string) => JsonObject;
}

export function awsFindingEvent(raw: JsonObject, finding: AwsFinding, context: RecordContext): TelemetryEvent {
  const { source, service, id, resourceId, entities, fields } = finding;
  const time = timeOr(finding.time || undefined, context);
  return {
    id: recordIdentity(service, [id, textAt(raw, 'updatedAt')], raw, time, context),
    source,
    ...time,
    resourceId,
    logSource: { product: 'aws', service: service.toLowerCase() },
    entities: distinct(entities),
    fields: fields(time.time),
  };
}

/** Who is at the far end of one kind of action, in the names of GuardDuty, which Security Hub begins with a capital. */
export const remoteEnd = (action: Json): Entity[] => [
  ...addressOf(memberAt(action, 'remoteIpDetails', 'ipAddressV4')),
  ...addressOf(memberAt(action, 'remoteIpDetails', 'ipAddressV6')),
  ...domainOf(textAt(action, 'domain') || textAt(action, 'domainDetails', 'domain')),
];
