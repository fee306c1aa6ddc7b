import type { JsonObject } from '../../../model/json';
import { machineFactsSchema, machineFactsType, type MachineFacts } from '../../../model/machineFacts';
import type { Resource } from '../../../model/resource';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { observedAt } from '../recordTime';
import type { RecordContext } from '../source';
import { agentEvent } from './agentEvent';
import type { Envelope } from './agentSchemas';
import { checked } from './checkedRecord';
import { isHybrid, machineResource } from './machineResource';

/**
 * Two states: the facts as an extension of the machine, and the machine itself, so that it stands in the inventory. Only of
 * machines outside Azure: a virtual machine's own state comes from ARM, and what a collector knows must not replace it.
 */
export function readFacts(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const facts = checked(machineFactsSchema, envelope.body);
  const seen = observedAt(facts.collectedAt, context);
  const resources = [factsResource(envelope, facts), ...(isHybrid(envelope) ? [machineResource(envelope, facts)] : [])];
  return resources.map((resource, at) => {
    const event = agentEvent(at === 0 ? 'facts' : 'machine', envelope, raw, context);
    const { agentVersion, os, kernel, unreadable } = facts;
    return {
      ...event,
      time: seen,
      fields: { ...event.fields, agentVersion, ...(os && { os }), ...(kernel && { kernel }), unreadable },
      snapshot: { resource, observedAt: seen, source: 'agent' },
    };
  });
}

const factsResource = ({ resourceId }: Envelope, facts: MachineFacts): Resource => ({
  id: `${resourceId}/providers/Skywarden/machineFacts/linux`,
  name: 'linux',
  type: machineFactsType,
  properties: facts,
});
