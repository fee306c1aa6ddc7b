import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { firstTime, tableOf } from '../../shared/core/ingest/azure/azureRecord';
import { plainColumns, rowEntities, rowLogSource } from '../../shared/core/ingest/azure/tableRow';
import { rowSnapshot } from '../../shared/core/ingest/azure/rowSnapshot';
import { contentId, ownId } from '../../shared/core/ingest/contentId';
import { field, textField } from '../../shared/core/ingest/field';
import { redactSignatures } from '../../shared/core/ingest/redact';
import { observedAt } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** Rows of Log Analytics tables as data export rules send them: Syslog, Heartbeat, Update and whatever no other source knows. */
export const source: Source = {
  id: 'logAnalyticsRows',
  // after all sources that know a table of their own
  order: 200,
  keys: ['timegenerated'],
  recognises: (raw) => typeof raw === 'object' && isRow(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a line of Syslog',
      body: JSON.stringify({
        records: [
          {
            Type: 'Syslog',
            TenantId: '00000000-0000-0000-0000-000000000001',
            TimeGenerated: '2026-11-21T08:00:00.25Z',
            EventTime: '2026-11-21T08:00:00Z',
            Computer: 'web-1',
            HostIP: '10.0.0.4',
            Facility: 'authpriv',
            SeverityLevel: 'info',
            ProcessName: 'sshd',
            ProcessID: 700,
            SyslogMessage: 'Server listening on port 22.',
            _ResourceId:
              '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/web-1',
          },
        ],
      }),
      expect: [
        {
          source: 'logAnalyticsRows',
          time: '2026-11-21T08:00:00.250Z',
          logSource: { product: 'linux', service: 'sshd' },
          entities: [
            {
              type: 'host',
              hostName: 'web-1',
              azureID:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/web-1',
              osFamily: 'Linux',
            },
            { type: 'ip', address: '10.0.0.4' },
          ],
        },
      ],
    },
    {
      name: 'a heartbeat and an update',
      body: '{"records":[{"Type":"Heartbeat","TimeGenerated":"2026-11-21T08:00:01Z","Computer":"vm-1","OSType":"Windows","ComputerIP":"203.0.113.5","Version":"1.2"},{"Type":"Update","TimeGenerated":"2026-11-21T08:00:02Z","Computer":"vm-1","Title":"KB1","UpdateState":"Needed","Optional":"False"}]}',
      expect: [
        {
          source: 'logAnalyticsRows',
          logSource: { product: 'azure', service: 'heartbeat' },
          entities: [
            { type: 'host', hostName: 'vm-1', osFamily: 'Windows' },
            { type: 'ip', address: '203.0.113.5' },
          ],
        },
        { source: 'logAnalyticsRows', logSource: { product: 'azure', service: 'update' } },
      ],
    },
    {
      name: 'what a machine is protected by, which is kept with the machine',
      body: '{"records":[{"Type":"ProtectionStatus","TimeGenerated":"2026-11-21T08:00:03Z","Computer":"vm-1","ProtectionStatus":"Real time protection","ProtectionStatusRank":150,"TypeofProtection":"Windows Defender","_ResourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-1"}]}',
      expect: [{ source: 'logAnalyticsRows', logSource: { product: 'azure', service: 'protectionstatus' } }],
    },
    {
      name: "a row of a table of one's own, with types behind names and without a time that is one",
      body: '{"Type":"Door_CL","TimeGenerated":"soon","TenantId":"t","Computer":null,"IpAddress_string":"198.51.100.7"}',
      expect: [
        {
          source: 'logAnalyticsRows',
          timeOrigin: 'enqueued',
          logSource: { product: 'azure', service: 'door_cl' },
          entities: [{ type: 'ip', address: '198.51.100.7' }],
        },
      ],
    },
  ],
};

/** Some exports leave the table out: a machine's row is known by its columns. */
function isRow(raw: JsonObject): boolean {
  if (tableOf(raw) !== '') return true;
  if (raw.TimeGenerated === undefined || typeof raw.Computer !== 'string') return false;
  return raw._ResourceId !== undefined || raw.EventID !== undefined || raw.SourceSystem !== undefined;
}

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const row = plainColumns(redactSignatures(raw));
  const table = tableOf(row);
  const resourceId = textField(row, '_ResourceId') || textField(row, 'ResourceId') || context.resourceId;
  const time = firstTime(context, row.TimeGenerated, field(row, 'EventTime'), field(row, 'TimeCollected'));
  const itemId = textField(row, '_ItemId');
  const position = time.timeOrigin === 'record' ? '' : context.position;
  const resource = rowSnapshot(table, row, resourceId);
  return {
    id: itemId === '' ? contentId('logAnalyticsRows', raw, position) : ownId('logAnalyticsRows', table, itemId),
    source: 'logAnalyticsRows',
    ...time,
    resourceId,
    logSource: rowLogSource(table, row),
    entities: rowEntities(table, row, resourceId),
    fields: row,
    ...(resource && {
      snapshot: { resource, observedAt: observedAt(row.TimeGenerated, context), source: 'logAnalyticsRows' },
    }),
  };
}
