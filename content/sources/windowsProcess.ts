import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { contentId, ownId } from '../../shared/core/ingest/contentId';
import { asText } from '../../shared/core/ingest/field';
import { recordTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { isWindowsEvent } from '../../shared/core/ingest/windows/flattenWindows';
import { windowsEntities } from '../../shared/core/ingest/windows/windowsEntities';
import { windowsFields } from '../../shared/core/ingest/windows/windowsFields';

/** Sysmon's `UtcTime` first: `TimeCreated` of many forwarders is local time marked as UTC. */
const timeKeys = ['UtcTime', 'TimeGenerated', 'TimeCreated', 'EventTime', 'timestamp', '@timestamp'];

/** Windows events as JSON: evtx, flat, Log Analytics rows. Process creation (Security 4688, Sysmon 1) gets Sigma's names. */
export const source: Source = {
  id: 'windowsProcess',
  order: 100,
  keys: ['event', 'eventid'],
  recognises: (raw) => typeof raw === 'object' && isWindowsEvent(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'Sysmon 1, flat',
      body: JSON.stringify({
        EventID: 1,
        Channel: 'Microsoft-Windows-Sysmon/Operational',
        SourceName: 'Microsoft-Windows-Sysmon',
        Hostname: 'pc-1',
        UtcTime: '2026-11-21 08:00:00.250',
        TimeCreated: '2026-11-21T10:00:00.255Z',
        Image: 'C:\\Windows\\System32\\whoami.exe',
        CommandLine: 'whoami /all',
        User: 'EXAMPLE\\ann',
        ProcessId: '4242',
        ParentImage: 'C:\\Windows\\System32\\cmd.exe',
        ParentProcessId: '4000',
        Hashes: 'MD5=0123456789ABCDEF0123456789ABCDEF,IMPHASH=0',
      }),
      expect: [
        {
          source: 'windowsProcess',
          time: '2026-11-21T08:00:00.250Z',
          logSource: { product: 'windows', service: 'sysmon', category: 'process_creation' },
          entities: [
            { type: 'host', hostName: 'pc-1', osFamily: 'Windows' },
            { type: 'account', name: 'ann', ntDomain: 'EXAMPLE' },
            {
              type: 'process',
              processId: '4242',
              commandLine: 'whoami /all',
              imageFile: { type: 'file', name: 'whoami.exe', directory: 'C:\\Windows\\System32' },
              parentProcess: {
                type: 'process',
                processId: '4000',
                imageFile: { type: 'file', name: 'cmd.exe', directory: 'C:\\Windows\\System32' },
              },
            },
            { type: 'filehash', algorithm: 'MD5', value: '0123456789ABCDEF0123456789ABCDEF' },
          ],
        },
      ],
    },
    {
      name: 'Security 4688 as evtx JSON',
      body: JSON.stringify({
        Event: {
          System: {
            Provider: { '#attributes': { Name: 'Microsoft-Windows-Security-Auditing' } },
            EventID: { '#text': 4688, '#attributes': { Qualifiers: '' } },
            Channel: 'Security',
            Computer: 'pc-2.example.com',
            TimeCreated: { '#attributes': { SystemTime: '2026-11-21T08:00:01.000000Z' } },
            EventRecordID: 77,
          },
          EventData: {
            SubjectUserName: 'ann',
            SubjectDomainName: 'EXAMPLE',
            TargetUserName: '-',
            NewProcessName: 'C:\\Tools\\a.exe',
            NewProcessId: '0x10',
            ProcessId: '0x8',
            CommandLine: 'a.exe -x',
            ParentProcessName: 'C:\\Windows\\explorer.exe',
            MandatoryLabel: 'S-1-16-12288',
          },
        },
      }),
      expect: [
        {
          source: 'windowsProcess',
          time: '2026-11-21T08:00:01.000Z',
          logSource: { product: 'windows', service: 'security', category: 'process_creation' },
        },
      ],
    },
    {
      name: 'Log Analytics row of a log-on',
      body: JSON.stringify({
        Type: 'SecurityEvent',
        TenantId: '00000000-0000-0000-0000-000000000001',
        TimeGenerated: '2026-11-21T08:00:02.5Z',
        _ResourceId:
          '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/pc-3',
        Computer: 'pc-3',
        Channel: 'Security',
        EventID: 4624,
        EventSourceName: 'Microsoft-Windows-Security-Auditing',
        TargetUserName: 'bob',
        TargetDomainName: 'EXAMPLE',
        IpAddress: '::ffff:203.0.113.7',
      }),
      expect: [
        {
          source: 'windowsProcess',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/pc-3',
          logSource: { product: 'windows', service: 'security' },
        },
      ],
    },
    {
      name: 'an event id that is none',
      body: '{"Channel":"Security","EventID":{"a":[]},"Computer":"pc-1"}',
      expect: { rejected: 'WrongType' },
    },
  ],
};

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const { fields, logSource } = windowsFields(raw);
  const resourceId = asText(fields['_ResourceId']) || context.resourceId;
  return {
    id: identity(fields, raw),
    source: 'windowsProcess',
    ...recordTime(fields, context, timeKeys),
    resourceId,
    logSource,
    entities: windowsEntities(fields, resourceId),
    fields,
  };
}

/** Under NXLog's name too. Record numbers start anew when a log is cleared: the time goes with them. */
function identity(event: JsonObject, raw: JsonObject): string {
  const recordId = asText(event['EventRecordID']) || asText(event['RecordNumber']);
  if (recordId === '') return contentId('windowsProcess', raw);
  const time = timeKeys.map((key) => asText(event[key])).find((text) => text !== '') ?? '';
  return ownId('windowsProcess', asText(event['Computer']), asText(event['Channel']), recordId, time);
}
