import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { Rejected } from '../../shared/model/rejected';
import { cefEntities } from '../../shared/core/ingest/cef/cefEntities';
import { labelledFields, readCefExtension } from '../../shared/core/ingest/cef/cefExtension';
import { cefSeverity, isCef, readCefHeader, type CefHeader } from '../../shared/core/ingest/cef/cefHeader';
import { contentId } from '../../shared/core/ingest/contentId';
import { redactSigned } from '../../shared/core/ingest/cloud/redactCredentials';
import { timeOr, type EventTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { readSyslog3164, readSyslog5424, type SyslogLine } from '../../shared/core/ingest/syslog/syslogHeader';

/** CEF with or without a syslog header. Extension fields under their own keys, header fields under the names of the CEF guide. */
export const source: Source = {
  id: 'cef',
  order: 200,
  keys: [],
  text: true,
  recognises: (raw) => typeof raw === 'string' && isCef(raw),
  normalise: ([raw], context) => [read(raw as string, context)],
  samples: [
    {
      name: 'a firewall refuses a connection',
      body: '<134>Nov 21 08:00:00 fw-1 CEF:0|Example\\|Corp|Wall|1.0|100|Connection refused|High|rt=1795248000123 src=203.0.113.8 spt=4711 dst=198.51.100.7 dpt=22 proto=TCP act=deny suser=ann sntdom=EXAMPLE cs1Label=Rule cs1=block all request=https://example.com/?a=b&c=d msg=refused by rule \\= 7',
      expect: [
        {
          source: 'cef',
          time: '2026-11-21T08:00:00.123Z',
          timeOrigin: 'record',
          logSource: { product: 'cef', service: 'example|corp' },
          entities: [
            { type: 'account', name: 'ann', ntDomain: 'EXAMPLE' },
            { type: 'ip', address: '203.0.113.8' },
            { type: 'ip', address: '198.51.100.7' },
            { type: 'url', url: 'https://example.com/?a=b&c=d' },
            { type: 'host', hostName: 'fw-1' },
          ],
        },
      ],
    },
    {
      name: 'quirks: quotes, remnants, escaped newlines, empty header fields, no colon after the tag',
      body: "Nov 21 08:00:01 sensor-1 sensor[1] CEF:0|Example||7.0|2|New, Link|Medium|cat='Link' src=192.0.2.1 - 0 SrcMac=00:00:5E:00:53:01#012 SrcVendor=Micro-Star INT'L CO., LTD. cmd={a} Vlan=1",
      expect: [{ source: 'cef', time: '2026-11-21T08:00:01.000Z', timeOrigin: 'record' }],
    },
    {
      name: 'no time and no extension that can be split',
      body: 'CEF:0|Example|Wall|1.0|101|Restart|Unknown|all is well',
      expect: [
        {
          source: 'cef',
          timeOrigin: 'enqueued',
          entities: [],
          fields: {
            cefVersion: '0',
            deviceVendor: 'Example',
            deviceProduct: 'Wall',
            deviceVersion: '1.0',
            deviceEventClassId: '101',
            name: 'Restart',
            severity: 'Unknown',
            extension: 'all is well',
          },
        },
      ],
    },
    {
      name: 'bytes that are no text',
      body: 'CEF:0|a|b|c|d|e|\0',
      expect: { rejected: 'Binary' },
    },
  ],
};

function read(line: string, context: RecordContext): TelemetryEvent {
  const header = readCefHeader(line);
  if (header === undefined)
    throw new Rejected('NotCef', 'The line must hold `CEF:0|vendor|product|version|id|name|severity|`');
  const syslog = syslogOf(header.prefix);
  const extension = readCefExtension(redactSigned(header.extension));
  const fields = { ...extension, ...labelledFields(extension), ...headerFields(header) };
  return {
    id: contentId('cef', line, /\b(?:rt|end|start)=/.test(line) ? '' : context.position),
    source: 'cef',
    ...timeOf(extension, syslog, context),
    resourceId: context.resourceId,
    logSource: { product: 'cef', service: header.vendor.toLowerCase() },
    entities: cefEntities(fields, syslog?.host ?? ''),
    fields,
  };
}

/** The header's message is empty, which readers of whole lines take for a missing part. */
const syslogOf = (prefix: string): SyslogLine | undefined => readSyslog5424(prefix) ?? readSyslog3164(prefix);

function headerFields(header: CefHeader): JsonObject {
  const { version, vendor, product, deviceVersion, eventClassId, name, severity } = header;
  const severityNumber = cefSeverity(severity);
  return {
    cefVersion: version,
    deviceVendor: vendor,
    deviceProduct: product,
    deviceVersion,
    deviceEventClassId: eventClassId,
    name,
    severity,
    ...(severityNumber !== undefined && { severityNumber }),
  };
}

/** The device's own time, then when the event began or ended, then the syslog header's. */
function timeOf({ rt, start, end }: JsonObject, syslog: SyslogLine | undefined, context: RecordContext): EventTime {
  for (const value of [rt, start, end, syslog?.time]) {
    const time = timeOr(value, context);
    if (time.timeOrigin === 'record') return time;
  }
  return timeOr(undefined, context);
}
