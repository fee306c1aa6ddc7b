import type { JsonObject } from '../../../model/json';
import { parseResourceId } from '../../../model/resourceId';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { contentId } from '../contentId';
import { timeOr } from '../recordTime';
import type { RecordContext } from '../source';
import type { Envelope } from './agentSchemas';

/** The event of a record of the collector; `service` tells events of one record apart. */
export function agentEvent(
  service: string,
  envelope: Envelope,
  raw: JsonObject,
  context: RecordContext,
): TelemetryEvent {
  const { skywarden, resourceId, hostName, time } = envelope;
  return {
    id: contentId('agent', raw, service),
    source: 'agent',
    ...timeOr(time, context),
    resourceId,
    logSource: { product: 'skywarden', service },
    entities: [{ type: 'host', hostName, azureID: resourceId, osFamily: 'Linux' }],
    fields: { skywarden, hostName, machine: parseResourceId(resourceId).name },
  };
}
