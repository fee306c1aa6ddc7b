import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { envelopeSchema, type Envelope } from '../../shared/core/ingest/agent/agentSchemas';
import { checked } from '../../shared/core/ingest/agent/checkedRecord';
import { readAudit } from '../../shared/core/ingest/agent/readAudit';
import { readFacts } from '../../shared/core/ingest/agent/readFacts';
import { readHeartbeat } from '../../shared/core/ingest/agent/readHeartbeat';
import { readIntegrity } from '../../shared/core/ingest/agent/readIntegrity';
import { readTaskResult } from '../../shared/core/ingest/agent/readTaskResult';
import { asText } from '../../shared/core/ingest/field';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** What Skywarden's own collector sends: `{skywarden: 'facts/1' | 'audit/1' | 'integrity/1' | 'task/1' | 'heartbeat/1', resourceId, hostName, time, body}`. */
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
      body: '{"skywarden":"integrity/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1","hostName":"web-1","time":"2026-11-20T08:05:00Z","body":{"changes":[{"path":"/etc/hosts","change":"modified","before":{"sha256":"00","mode":"440","uid":0,"gid":0,"size":10},"after":{"sha256":"01","mode":"440","uid":0,"gid":0,"size":20}},{"path":"/etc/ld.so.conf.d/x.conf","change":"created","after":{"sha256":"02","mode":"644","uid":0,"gid":0,"size":5}}]}}',
      expect: [
        {
          logSource: { product: 'linux', category: 'file_change', service: 'integrity' },
          fields: { TargetFilename: '/etc/hosts', change: 'modified', after: { size: 20 } },
        },
        {
          logSource: { category: 'file_event' },
          fields: { TargetFilename: '/etc/ld.so.conf.d/x.conf', change: 'created' },
        },
      ],
    },
    {
      name: 'what became of a task',
      body: '{"skywarden":"task/1","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1","hostName":"web-1","time":"2026-11-20T08:05:00Z","body":{"taskId":"00000000-0000-4000-8000-000000000001","kind":"setIntervals","outcome":"refused","reason":"not allowed on this machine","finishedAt":"2026-11-20T08:05:00Z"}}',
      expect: [
        {
          logSource: { product: 'skywarden', service: 'task' },
          fields: { taskId: '00000000-0000-4000-8000-000000000001', kind: 'setIntervals', outcome: 'refused' },
          taskResult: {
            taskId: '00000000-0000-4000-8000-000000000001',
            kind: 'setIntervals',
            outcome: 'refused',
            reason: 'not allowed on this machine',
            finishedAt: '2026-11-20T08:05:00Z',
          },
        },
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
  'task/1': readTaskResult,
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
