import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { Rejected } from '../../shared/model/rejected';
import { contentId } from '../../shared/core/ingest/contentId';
import { firstText } from '../../shared/core/ingest/cloud/memberAt';
import { recordTime, timeOr } from '../../shared/core/ingest/recordTime';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';
import { syslogEvent, syslogFields } from '../../shared/core/ingest/syslog/syslogEvent';
import { isSyslog5424, readSyslog5424 } from '../../shared/core/ingest/syslog/syslogHeader';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** Names that rsyslog, syslog-ng and Fluent Bit give the parts of a line, beside those of rsyslog's JSON. */
const programNames = ['program', 'programname', 'app-name', 'appname', 'ident', 'syslogtag'];
const facilityNames = ['facility', 'syslogfacility-text', 'syslogfacility'];
const severityNames = ['severity', 'syslogseverity-text', 'syslogseverity', 'level'];
const hostNames = ['host', 'hostname', 'fromhost', 'source'];
const messageNames = ['message', 'msg', 'rawmsg-after-pri'];

/** A record without one of these members is not ours. */
const marks = ['program', 'programname', 'app-name', 'appname', 'ident', 'syslogtag'];

/** Lines of syslog as RFC 5424 has them, and the same as JSON (rsyslog's templates and `jsonmesg`). */
export const source: Source = {
  id: 'syslog5424',
  order: 300,
  keys: marks,
  text: true,
  recognises: (raw) => (typeof raw === 'string' ? isSyslog5424(raw) : hasAny(raw, marks) && isSyslogJson(raw)),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a line with structured data',
      body: '<165>1 2026-11-21T08:00:00.003123+01:00 app-1.example.com evntslog 77 ID47 [exampleSDID@32473 iut="3" eventSource="a \\"b\\" [c\\]"][x@1 y="z"] \ufeffdoor opened',
      expect: [
        {
          source: 'syslog5424',
          time: '2026-11-21T07:00:00.003Z',
          timeOrigin: 'record',
          logSource: { product: 'linux', service: 'syslog' },
          entities: [{ type: 'host', hostName: 'app-1.example.com' }],
          fields: {
            timestamp: '2026-11-21T08:00:00.003123+01:00',
            host: 'app-1.example.com',
            priority: 165,
            facility: 'local4',
            severity: 'notice',
            program: 'evntslog',
            procid: '77',
            msgid: 'ID47',
            structuredData: { 'exampleSDID@32473': { iut: '3', eventSource: 'a "b" [c]' }, 'x@1': { y: 'z' } },
            message: 'door opened',
          },
        },
      ],
    },
    {
      name: 'nothing but nil values',
      body: '<34>1 - - - - - -',
      expect: [
        {
          source: 'syslog5424',
          timeOrigin: 'enqueued',
          logSource: { product: 'linux', service: 'auth' },
          fields: { priority: 34, facility: 'auth', severity: 'crit', message: '' },
        },
      ],
    },
    {
      name: 'JSON of rsyslog',
      body: '{"timestamp":"2026-11-21T08:00:01.25+00:00","host":"web-1","facility":"authpriv","severity":"info","program":"sshd","procid":"4010","message":"Accepted publickey for ann from 198.51.100.23 port 52114 ssh2: ED25519 SHA256:Zm9v"}',
      expect: [
        {
          source: 'syslog5424',
          time: '2026-11-21T08:00:01.250Z',
          logSource: { product: 'linux', service: 'sshd' },
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'account', name: 'ann' },
            { type: 'ip', address: '198.51.100.23' },
          ],
        },
      ],
    },
    {
      name: 'JSON without a time, numbers as names',
      body: '{"hostname":"web-1","syslogfacility":4,"syslogseverity":6,"programname":"login","msg":7}',
      expect: [
        {
          source: 'syslog5424',
          timeOrigin: 'enqueued',
          entities: [{ type: 'host', hostName: 'web-1' }],
          logSource: { product: 'linux', service: 'syslog' },
        },
      ],
    },
  ],
};

/** A message with its program and a facility or severity; the table Syslog of Log Analytics has another source. */
function isSyslogJson(record: JsonObject): boolean {
  if (record.Type !== undefined || firstText(record, ...programNames) === '') return false;
  const named = firstText(record, ...facilityNames) !== '' || firstText(record, ...severityNames) !== '';
  return named && firstText(record, ...messageNames) !== '';
}

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  if (typeof raw !== 'string') return fromJson(raw, context);
  const line = readSyslog5424(raw);
  if (line === undefined) throw new Rejected('NotSyslog', 'The line must begin with `<priority>1 time host program`');
  const id = contentId('syslog', raw, placeOf(line.time, context));
  return syslogEvent('syslog5424', id, timeOr(line.time, context), syslogFields(line), context);
}

/** Equal lines of one second can be real repeats; with fractions they are one line sent twice. */
const placeOf = (time: string, { position }: RecordContext): string => (/:\d\d[.,]\d/.test(time) ? '' : position);

function fromJson(record: JsonObject, context: RecordContext): TelemetryEvent {
  const [program = '', processId] = firstText(record, ...programNames)
    .replace(/:$/, '')
    .split(/[[\]]/);
  const host = firstText(record, ...hostNames);
  const facility = firstText(record, ...facilityNames);
  const names = {
    program,
    message: firstText(record, ...messageNames),
    ...(facility !== '' && { facility }),
    ...(host !== '' && { host }),
    ...(processId && { procid: processId }),
  };
  const id = contentId('syslog', record, placeOf(firstText(record, 'timestamp', 'time', '@timestamp'), context));
  return syslogEvent('syslog5424', id, recordTime(record, context), { ...record, ...names }, context);
}
