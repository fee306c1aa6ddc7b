import { z } from 'zod';
import type { JsonObject } from '../../shared/model/json';
import { machineFactsSchema, machineFactsType, type MachineFacts } from '../../shared/model/machineFacts';
import { Rejected } from '../../shared/model/rejected';
import type { Resource } from '../../shared/model/resource';
import { parseResourceId } from '../../shared/model/resourceId';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { auditEvent } from '../../shared/core/ingest/auditd/auditEvent';
import { groupAuditLines } from '../../shared/core/ingest/auditd/auditGroup';
import { isAuditLine } from '../../shared/core/ingest/auditd/auditRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { asText } from '../../shared/core/ingest/field';
import { observedAt, timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

const machineId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/([^/]+)$/i;

const envelopeSchema = z.object({
  skywarden: z.string(),
  resourceId: z.string().max(1024).regex(machineId, 'must be the id of a machine in a resource group'),
  hostName: z.string().min(1).max(255),
  time: z.string(),
  body: z.unknown(),
});
type Envelope = z.infer<typeof envelopeSchema>;

const auditSchema = z.object({ lines: z.array(z.string()).min(1) });

/** What Skywarden's own collector sends: `{skywarden: 'facts/1' | 'audit/1' | 'heartbeat/1', resourceId, hostName, time, body}`. */
export const source: Source = {
  id: 'agent',
  order: 10,
  recognises: (raw) => typeof raw === 'object' && typeof raw.skywarden === 'string',
  normalise: ([raw], context) => read(raw as JsonObject, context),
  samples: [
    {
      name: 'facts make the machine and its facts known',
      body: '{"skywarden":"facts/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1","hostName":"web-1","time":"2026-11-20T08:00:00Z","body":{"schema":"skywarden.machineFacts/1","collectedAt":"2026-11-20T08:00:00Z","hostName":"web-1","agentVersion":"0.1.0","os":{"family":"Linux","id":"debian","name":"Debian GNU/Linux 12","version":"12"},"kernel":{"release":"6.1.0","architecture":"x86_64"},"unreadable":{"sshd":"permission denied"}}}',
      expect: [
        { source: 'agent', time: '2026-11-20T08:00:00.000Z', logSource: { product: 'skywarden', service: 'facts' } },
        { source: 'agent', time: '2026-11-20T08:00:00.000Z', logSource: { product: 'skywarden', service: 'machine' } },
      ],
    },
    {
      name: 'audit lines carry the machine of their envelope',
      body: `{"skywarden":"audit/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1","hostName":"vm-1","time":"2026-11-20T08:00:00Z","body":{"lines":["type=ADD_USER msg=audit(1795219203.000:9): pid=1 uid=0 auid=1000 ses=1 msg='op=adding user acct=\\"eve\\" exe=\\"/usr/sbin/useradd\\" hostname=? addr=? terminal=pts/0 res=success'"]}}`,
      expect: [
        {
          source: 'auditd',
          time: '2026-11-21T00:00:03.000Z',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
          logSource: { product: 'linux', service: 'auditd' },
        },
      ],
    },
    {
      name: 'a heartbeat',
      body: '{"skywarden":"heartbeat/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1","hostName":"web-1","time":"2026-11-20T08:05:00Z","body":{}}',
      expect: [{ source: 'agent', logSource: { product: 'skywarden', service: 'heartbeat' } }],
    },
    {
      name: 'facts without a schema',
      body: '{"skywarden":"facts/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1","hostName":"web-1","time":"2026-11-20T08:00:00Z","body":{}}',
      expect: { rejected: 'BadAgentRecord' },
    },
    {
      name: 'a format of a newer collector',
      body: '{"skywarden":"facts/9"}',
      expect: { rejected: 'UnknownAgentFormat' },
    },
  ],
};

const readers: Record<string, (envelope: Envelope, raw: JsonObject, context: RecordContext) => TelemetryEvent[]> = {
  'facts/1': readFacts,
  'audit/1': readAudit,
  'heartbeat/1': (envelope, raw, context) => [agentEvent('heartbeat', envelope, raw, context)],
};

function read(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const reader = Object.hasOwn(readers, asText(raw.skywarden)) ? readers[asText(raw.skywarden)] : undefined;
  if (reader === undefined) {
    throw new Rejected(
      'UnknownAgentFormat',
      `This version reads ${Object.keys(readers).join(', ')}; bring Skywarden up to date`,
    );
  }
  return reader(checked(envelopeSchema, raw), raw, context);
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Rejected(
    'BadAgentRecord',
    `The collector's record cannot be read: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

/**
 * Two states: the facts as an extension of the machine, and the machine itself, so that it stands in the inventory. Only of
 * machines outside Azure: a virtual machine's own state comes from ARM, and what a collector knows must not replace it.
 */
function readFacts(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
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

const isHybrid = ({ resourceId }: Envelope): boolean => /microsoft\.hybridcompute/i.test(resourceId);

const factsResource = ({ resourceId }: Envelope, facts: MachineFacts): Resource => ({
  id: `${resourceId}/providers/Skywarden/machineFacts/linux`,
  name: 'linux',
  type: machineFactsType,
  properties: facts,
});

/** In the names of Microsoft.HybridCompute/machines, as far as the facts go. No times: when it was seen is `observedAt`. */
const machineResource = ({ resourceId, hostName }: Envelope, { os, kernel, agentVersion }: MachineFacts): Resource => ({
  id: resourceId,
  name: machineId.exec(resourceId)![1]!,
  type: 'Microsoft.HybridCompute/machines',
  properties: {
    machineFqdn: hostName,
    displayName: hostName,
    status: 'Connected',
    agentVersion,
    ...(os && { osType: os.family.toLowerCase(), osName: os.name, osSku: os.name, osVersion: os.version }),
    ...(kernel && { kernel: kernel.release, detectedProperties: { processorArchitecture: kernel.architecture } }),
  },
});

function agentEvent(service: string, envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent {
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

/** A line that is no audit line is kept as text: it must not cost the others. */
function readAudit(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  const { lines } = checked(auditSchema, envelope.body);
  const machine = { ...context, resourceId: envelope.resourceId };
  return groupAuditLines(lines).map((indexes) => {
    const own = indexes.map((at) => lines[at]!);
    if (isAuditLine(own[0]!)) return auditEvent(own, machine, envelope.hostName);
    const event = agentEvent('audit', envelope, raw, context);
    return { ...event, id: contentId('agent', [raw, indexes]), fields: { ...event.fields, message: own[0]! } };
  });
}
