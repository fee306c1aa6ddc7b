import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { observedAt } from '../recordTime';
import type { RecordContext } from '../source';
import { agentEvent } from './agentEvent';
import { heartbeatSchema, type Envelope } from './agentSchemas';
import { checked } from './checkedRecord';
import { isHybrid, machineResource } from './machineResource';

/**
 * The first heartbeat after a start brings the machine into the inventory before its facts are read. Its state replaces the one
 * that facts made, so it is taken only when it tells all that facts tell; other heartbeats change no state.
 */
export function readHeartbeat(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const { machine, ...body } = checked(heartbeatSchema, envelope.body);
  const event = agentEvent('heartbeat', envelope, raw, context);
  const heartbeat = { ...event, fields: { ...event.fields, ...(body as JsonObject) } };
  const { agentVersion, logPath } = body;
  if (machine === undefined || agentVersion === undefined || !isHybrid(envelope)) return [heartbeat];
  const resource = machineResource(envelope, { ...machine, agentVersion, ...(logPath && { logPath }) });
  return [
    heartbeat,
    {
      ...agentEvent('machine', envelope, raw, context),
      snapshot: { resource, observedAt: observedAt(envelope.time, context), source: 'agent' },
    },
  ];
}
