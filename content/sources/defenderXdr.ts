import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { firstTime, readAzureRecord, tableOf } from '../../shared/core/ingest/azure/azureRecord';
import { plainColumns } from '../../shared/core/ingest/azure/tableRow';
import { contentId, ownId } from '../../shared/core/ingest/contentId';
import { field, textField } from '../../shared/core/ingest/field';
import { huntingAlert } from '../../shared/core/ingest/microsoft/huntingAlert';
import { huntingEntities } from '../../shared/core/ingest/microsoft/huntingEntities';
import { huntingLogSource, sysmonNames } from '../../shared/core/ingest/microsoft/huntingNames';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const published = /^AdvancedHunting-(\w+)$/i;
const tables = /^(?:Device|Email|Url|Identity|CloudApp|Alert(?:Info|Evidence))\w*$/;
/** Tables whose report id is unique with device and time; others repeat it for each part of one mail or alert. */
const reported = /^(?:Device|Identity|CloudApp)\w*Events$|^$/;
const jsonNames = ['AdditionalFields', 'AttackTechniques', 'RawEventData', 'ActivityObjects'];

/** Microsoft Defender XDR: rows of its hunting tables, from the streaming API, a workspace, or exported as they are. */
export const source: Source = {
  id: 'defenderXdr',
  order: 20,
  keys: ['category', 'timegenerated', 'actiontype'],
  recognises: (raw) => typeof raw === 'object' && (huntingTable(raw) !== undefined || isBareRow(raw)),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a program is started, published later',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T11:00:00.0000000Z',
            tenantId: '00000000-0000-0000-0000-00000000000a',
            operationName: 'Publish',
            category: 'AdvancedHunting-DeviceProcessEvents',
            properties: {
              Timestamp: '2026-11-21T08:00:00.7724491Z',
              DeviceId: 'd1',
              DeviceName: 'pc-1.example.com',
              ActionType: 'ProcessCreated',
              FileName: 'whoami.exe',
              FolderPath: 'C:\\Windows\\System32\\whoami.exe',
              ProcessId: 4242,
              ProcessCommandLine: 'whoami /all',
              AccountDomain: 'example',
              AccountName: 'ann',
              InitiatingProcessFileName: 'cmd.exe',
              InitiatingProcessFolderPath: 'c:\\windows\\system32\\cmd.exe',
              InitiatingProcessId: 4000,
              InitiatingProcessCommandLine: 'cmd',
              ReportId: 77,
              AdditionalFields: '{"a":1}',
            },
            _TimeReceivedBySvc: '2026-11-21T08:30:00Z',
          },
        ],
      }),
      expect: [
        {
          source: 'defenderXdr',
          time: '2026-11-21T08:00:00.772Z',
          logSource: { product: 'windows', category: 'process_creation' },
          entities: [
            { type: 'host', hostName: 'pc-1.example.com', osFamily: 'Windows' },
            { type: 'account', name: 'ann', ntDomain: 'example' },
            {
              type: 'process',
              processId: '4242',
              commandLine: 'whoami /all',
              imageFile: { type: 'file', name: 'whoami.exe', directory: 'C:\\Windows\\System32' },
              parentProcess: {
                type: 'process',
                processId: '4000',
                commandLine: 'cmd',
                imageFile: { type: 'file', name: 'cmd.exe', directory: 'c:\\windows\\system32' },
              },
            },
          ],
        },
      ],
    },
    {
      name: 'a connection of a Linux machine, row of a workspace',
      body: '{"Type":"DeviceNetworkEvents","TimeGenerated":"2026-11-21T08:00:01Z","Timestamp":"2026-11-21T08:00:01Z","DeviceName":"web-1","ActionType":"ConnectionSuccess","RemoteIP":"203.0.113.5","RemotePort":443,"RemoteUrl":"www.example.com","InitiatingProcessFileName":"curl","InitiatingProcessFolderPath":"/usr/bin/curl","InitiatingProcessCommandLine":"curl x","ReportId":1}',
      expect: [
        {
          source: 'defenderXdr',
          logSource: { product: 'linux', category: 'network_connection' },
          entities: [
            { type: 'host', hostName: 'web-1', osFamily: 'Linux' },
            {
              type: 'process',
              commandLine: 'curl x',
              imageFile: { type: 'file', name: 'curl', directory: '/usr/bin' },
            },
            { type: 'ip', address: '203.0.113.5' },
            { type: 'dns', domainName: 'www.example.com' },
          ],
        },
      ],
    },
    {
      name: 'an alert, a link that was clicked, and a table that came later',
      body: '{"records":[{"category":"AdvancedHunting-AlertInfo","time":"2026-11-21T09:00:00Z","properties":{"Timestamp":"2026-11-21T08:00:02Z","AlertId":"a1","Title":"x","Category":"Execution","Severity":"High","AttackTechniques":"","MachineGroup":null}},{"category":"AdvancedHunting-UrlClickEvents","properties":{"Timestamp":"2026-11-21T08:00:03Z","AccountUpn":"ann@example.com","Url":"https://www.example.com/x","IPAddress":"198.51.100.7"}},{"category":"AdvancedHunting-NewThings","time":"2026-11-21T08:00:04Z","properties":{}}]}',
      expect: [
        {
          source: 'defenderXdr',
          time: '2026-11-21T08:00:02.000Z',
          logSource: { product: 'm365', service: 'securityalerts' },
        },
        {
          source: 'defenderXdr',
          logSource: { product: 'm365', service: 'email' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com' },
            { type: 'ip', address: '198.51.100.7' },
            { type: 'url', url: 'https://www.example.com/x' },
          ],
        },
        {
          source: 'defenderXdr',
          time: '2026-11-21T08:00:04.000Z',
          logSource: { product: 'm365', service: 'newthings' },
        },
      ],
    },
    {
      name: 'a row as it is hunted, without time that is one and with wrong types',
      body: '{"Timestamp":"soon","ActionType":"LdapSearch","DeviceName":["x"],"DeviceId":"d1","ReportId_long":5,"ReportId_string":"","RemoteIP":7,"AdditionalFields":"{broken"}',
      expect: [{ source: 'defenderXdr', timeOrigin: 'enqueued', logSource: { product: 'm365', service: 'hunting' } }],
    },
  ],
};

/** The table of a published record or of a workspace's row; undefined for everything else. */
function huntingTable(raw: JsonObject): string | undefined {
  const [, table] = published.exec(textField(raw, 'category')) ?? [];
  if (table !== undefined) return table;
  const row = tableOf(raw);
  return tables.test(row) && raw.Timestamp !== undefined ? row : undefined;
}

/** Rows that a hunt gave: unions of tables write a type behind the report id. */
function isBareRow(raw: JsonObject): boolean {
  if (raw.Timestamp === undefined || raw.ActionType === undefined) return false;
  return ['ReportId', 'ReportId_long', 'ReportId_string'].some((name) => raw[name] !== undefined);
}

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const { record, properties, resourceId } = readAzureRecord(raw, context);
  const table = huntingTable(record) ?? '';
  const row = readAzureRecord(plainColumns(properties), context, jsonNames).properties;
  const time = firstTime(context, field(row, 'Timestamp'), field(record, 'time'), record.TimeGenerated);
  return {
    id: identity(table, row, time.timeOrigin === 'record' ? '' : context.position),
    source: 'defenderXdr',
    ...time,
    resourceId,
    logSource: huntingLogSource(table, row),
    entities: huntingEntities(table, row),
    fields: {
      ...row,
      ...envelopeOf(record, table),
      ...sysmonNames(table, row),
      ...(/^Alert(?:Info|Evidence)$/.test(table) && huntingAlert(row, time.time)),
    },
  };
}

/** A report id counts with device and time only. */
function identity(table: string, row: JsonObject, position: string): string {
  const [reportId, time] = [textField(row, 'ReportId'), textField(row, 'Timestamp')];
  if (reportId === '' || position !== '' || !reported.test(table))
    return contentId('defenderXdr', [table, row], position);
  return ownId('defenderXdr', table, textField(row, 'DeviceId') || textField(row, 'DeviceName'), time, reportId);
}

/** `publishedAt` is when Defender sent the row, hours after the event at times. */
const envelopeOf = (record: JsonObject, table: string): JsonObject => ({
  table,
  ...(textField(record, 'time') !== '' && { publishedAt: textField(record, 'time') }),
  ...(textField(record, '_TimeReceivedBySvc') !== '' && { receivedAt: textField(record, '_TimeReceivedBySvc') }),
});
