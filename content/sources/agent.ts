import type { z } from 'zod';
import type { JsonObject } from '../../shared/model/json';
import { machineFactsSchema, machineFactsType, type MachineFacts } from '../../shared/model/machineFacts';
import { Rejected } from '../../shared/model/rejected';
import type { Resource } from '../../shared/model/resource';
import { parseResourceId } from '../../shared/model/resourceId';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import {
  auditSchema,
  envelopeSchema,
  heartbeatSchema,
  integritySchema,
  machineId,
  type Envelope,
} from '../../shared/core/ingest/agent/agentSchemas';
import { auditEvent } from '../../shared/core/ingest/auditd/auditEvent';
import { groupAuditLines } from '../../shared/core/ingest/auditd/auditGroup';
import { isAuditLine } from '../../shared/core/ingest/auditd/auditRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { asText } from '../../shared/core/ingest/field';
import { observedAt, timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** What Skywarden's own collector sends: `{skywarden: 'facts/1' | 'audit/1' | 'integrity/1' | 'heartbeat/1', resourceId, hostName, time, body}`. */
export const source: Source = {
  id: 'agent',
  order: 10,
  keys: ['skywarden'],
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
      name: 'the first heartbeat of a machine outside Azure makes it known, as its facts would',
      body: '{"skywarden":"heartbeat/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1","hostName":"web-1","time":"2026-11-20T08:05:00Z","body":{"agentVersion":"0.1.0","unreadable":["sshd"],"startedAt":"2026-11-20T08:05:00Z","failing":{"audit":"permission denied"},"outbox":{"records":3,"bytes":900,"dropped":{"records":2,"bytes":600,"lastAt":"2026-11-20T08:04:00Z"}},"logPath":"journal:skywarden-agent.service","machine":{"os":{"family":"Linux","id":"debian","name":"Debian GNU/Linux 12","version":"12"},"kernel":{"release":"6.1.0","architecture":"x86_64"}}}}',
      expect: [
        {
          logSource: { product: 'skywarden', service: 'heartbeat' },
          fields: {
            agentVersion: '0.1.0',
            failing: { audit: 'permission denied' },
            outbox: { dropped: { records: 2 } },
          },
        },
        { logSource: { product: 'skywarden', service: 'machine' } },
      ],
    },
    {
      name: 'each change of a watched file is an event of its own',
      body: '{"skywarden":"integrity/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1","hostName":"web-1","time":"2026-11-20T08:05:00Z","body":{"changes":[{"path":"/etc/sudoers","change":"modified","before":{"sha256":"00","mode":"440","uid":0,"gid":0,"size":10},"after":{"sha256":"01","mode":"440","uid":0,"gid":0,"size":20}},{"path":"/etc/cron.d/x","change":"created","after":{"sha256":"02","mode":"644","uid":0,"gid":0,"size":5}}]}}',
      expect: [
        {
          logSource: { product: 'linux', category: 'file_change', service: 'integrity' },
          fields: { TargetFilename: '/etc/sudoers', change: 'modified', after: { size: 20 } },
        },
        { logSource: { category: 'file_event' }, fields: { TargetFilename: '/etc/cron.d/x', change: 'created' } },
      ],
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
  'heartbeat/1': readHeartbeat,
  'integrity/1': readIntegrity,
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

/**
 * The first heartbeat after a start brings the machine into the inventory before its facts are read. Its state replaces the one
 * that facts made, so it is taken only when it tells all that facts tell; other heartbeats change no state.
 */
function readHeartbeat(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
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

const fileCategories = {
  created: 'file_event',
  modified: 'file_change',
  attributes: 'file_change',
  deleted: 'file_delete',
};

/** In the categories and names that Sigma has for files: `TargetFilename`. */
function readIntegrity(envelope: Envelope, raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  return checked(integritySchema, envelope.body).changes.map((found, at) => {
    const { path, change } = found;
    const slash = path.lastIndexOf('/');
    const event = agentEvent('integrity', envelope, raw, context);
    return {
      ...event,
      id: contentId('agent', raw, `integrity${at}`),
      logSource: { product: 'linux', service: 'integrity', category: fileCategories[change] },
      entities: [
        ...event.entities,
        { type: 'file', name: path.slice(slash + 1), directory: path.slice(0, slash) || '/' },
      ],
      fields: { ...event.fields, ...(found as JsonObject), TargetFilename: path },
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

type MachineState = Pick<MachineFacts, 'agentVersion' | 'os' | 'kernel' | 'logPath'>;

/** In the names of Microsoft.HybridCompute/machines, as far as the facts go. No times: when it was seen is `observedAt`. */
const machineResource = (
  { resourceId, hostName }: Envelope,
  { os, kernel, agentVersion, logPath }: MachineState,
): Resource => ({
  id: resourceId,
  name: machineId.exec(resourceId)![1]!,
  type: 'Microsoft.HybridCompute/machines',
  properties: {
    machineFqdn: hostName,
    displayName: hostName,
    status: 'Connected',
    agentVersion,
    ...(logPath && { agentLogPath: logPath }),
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
