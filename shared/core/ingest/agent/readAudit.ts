import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { auditEvent } from '../auditd/auditEvent';
import { groupAuditLines } from '../auditd/auditGroup';
import { isAuditLine } from '../auditd/auditRecord';
import { contentId } from '../contentId';
import type { RecordContext } from '../source';
import { agentEvent } from './agentEvent';
import { auditSchema, type Envelope } from './agentSchemas';
import { checked } from './checkedRecord';

/** A line that is no audit line is kept as text: it must not cost the others. */
export function readAudit(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const { lines } = checked(auditSchema, envelope.body);
  const machine = { ...context, resourceId: envelope.resourceId };
  return groupAuditLines(lines).map((indexes) => {
    const own = indexes.map((at) => lines[at]!);
    if (isAuditLine(own[0]!)) return auditEvent(own, machine, envelope.hostName);
    const event = agentEvent('audit', envelope, raw, context);
    return { ...event, id: contentId('agent', [raw, indexes]), fields: { ...event.fields, message: own[0]! } };
  });
}
