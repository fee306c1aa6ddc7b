import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { distinct } from '../../shared/core/ingest/azure/azureEntities';
import { contentId, ownId } from '../../shared/core/ingest/contentId';
import { asText, field, isObject } from '../../shared/core/ingest/field';
import { crashFiles, readCrashReport } from '../../shared/core/ingest/microsoft/crashReport';
import { recordTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { flattenWindows, isWindowsEvent } from '../../shared/core/ingest/windows/flattenWindows';
import { windowsEntities } from '../../shared/core/ingest/windows/windowsEntities';

const timeKeys = ['UtcTime', 'TimeGenerated', 'TimeCreated', 'EventTime', 'timestamp', '@timestamp'];

/** Crashes of programs: event 1001 of Windows Error Reporting, in every shape in which Windows events travel. */
export const source: Source = {
  id: 'windowsCrash',
  // before windowsProcess, which reads all other Windows events
  order: 90,
  keys: ['event', 'eventid'],
  recognises: (raw) =>
    typeof raw === 'object' && mayBeCrash(raw) && isWindowsEvent(raw) && isCrash(flattenWindows(raw)),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'evtx JSON, values by position',
      body: JSON.stringify({
        Event: {
          System: {
            Provider: { '#attributes': { Name: 'Windows Error Reporting' } },
            EventID: { '#text': 1001, '#attributes': { Qualifiers: 0 } },
            Channel: 'Application',
            Computer: 'pc-1',
            TimeCreated: { '#attributes': { SystemTime: '2026-11-21T08:00:00.5Z' } },
            EventRecordID: 12,
          },
          EventData: {
            Data: {
              '#text': [
                '1',
                '4',
                'APPCRASH',
                'Not available',
                '0',
                'a.exe',
                '1.0.0',
                '5f',
                'b.dll',
                '2.0.0',
                '60',
                'c0000005',
                '0001',
                '',
                '',
                '\\\\?\\C:\\ProgramData\\WER\\a.mdmp',
                'C:\\ProgramData\\WER',
                '',
                '0',
                '00000000-0000-0000-0000-0000000000c9',
              ],
            },
          },
        },
      }),
      expect: [
        {
          source: 'windowsCrash',
          time: '2026-11-21T08:00:00.500Z',
          logSource: { product: 'windows', service: 'application' },
          entities: [
            { type: 'host', hostName: 'pc-1', osFamily: 'Windows' },
            { type: 'file', name: 'a.exe' },
            { type: 'file', name: 'b.dll' },
            { type: 'file', name: 'a.mdmp', directory: '\\\\?\\C:\\ProgramData\\WER' },
          ],
        },
      ],
    },
    {
      name: 'a row of the table Event, the message only',
      body: '{"Type":"Event","TimeGenerated":"2026-11-21T08:00:01Z","EventLog":"Application","Source":"Windows Error Reporting","EventID":1001,"Computer":"pc-2","RenderedDescription":"Fault bucket 1, type 4\\r\\nEvent Name: APPCRASH\\r\\nProblem signature:\\r\\nP1: x.exe\\r\\nP2: 1.0\\r\\nP3: 5f\\r\\nP4: y.dll\\r\\nP7: c0000005\\r\\n\\r\\nAttached files:\\r\\nC:\\\\Temp\\\\x.dmp\\r\\n\\r\\nReport Id: 00000000-0000-0000-0000-0000000000ca"}',
      expect: [
        {
          source: 'windowsCrash',
          entities: [
            { type: 'host', hostName: 'pc-2', osFamily: 'Windows' },
            { type: 'file', name: 'x.exe' },
            { type: 'file', name: 'y.dll' },
            { type: 'file', name: 'x.dmp', directory: 'C:\\Temp' },
          ],
        },
      ],
    },
    {
      name: 'a flat record without time and with wrong types',
      body: '{"EventID":"1001","Channel":"Application","SourceName":"Windows Error Reporting","Data":[],"Message":7,"Hostname":"pc-3"}',
      expect: [{ source: 'windowsCrash', timeOrigin: 'enqueued' }],
    },
  ],
};

/** A quick look, since most Windows events are others. */
function mayBeCrash(raw: JsonObject): boolean {
  const system = isObject(raw.Event) ? raw.Event.System : undefined;
  const id = isObject(system) ? system.EventID : field(raw, 'EventID');
  return asText(isObject(id) ? id['#text'] : id) === '1001';
}

const isCrash = (event: JsonObject): boolean =>
  asText(event.EventID) === '1001' && asText(event.Provider_Name) === 'Windows Error Reporting';

/** Record numbers start anew when a log is cleared: the time goes with them. */
function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const event = flattenWindows(raw);
  const report = readCrashReport(event);
  const resourceId = asText(event._ResourceId) || context.resourceId;
  const time = recordTime(event, context, timeKeys);
  const recordId = asText(event.EventRecordID);
  const position = time.timeOrigin === 'record' ? '' : context.position;
  return {
    id:
      recordId === ''
        ? contentId('windowsCrash', raw, position)
        : ownId('windowsCrash', asText(event.Computer), asText(event.Channel), recordId, time.time),
    source: 'windowsCrash',
    ...time,
    resourceId,
    logSource: { product: 'windows', service: 'application' },
    entities: distinct([...windowsEntities(event, resourceId), ...crashFiles(report)]),
    fields: { ...event, crash: { ...report } },
  };
}
