import type { JsonObject } from '../../../model/json';
import { taskResultSchema } from '../../../model/machineTask';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { RecordContext } from '../source';
import { agentEvent } from './agentEvent';
import type { Envelope } from './agentSchemas';
import { checked } from './checkedRecord';

export function readTaskResult(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const { reason, ...told } = checked(taskResultSchema, envelope.body);
  const taskResult = { ...told, ...(reason !== undefined && { reason }) };
  const event = agentEvent('task', envelope, raw, context);
  return [{ ...event, fields: { ...event.fields, ...taskResult }, taskResult }];
}
