import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { Rejected } from '../../shared/model/rejected';
import { contentId } from '../../shared/core/ingest/contentId';
import { timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { syslogEvent, syslogFields } from '../../shared/core/ingest/syslog/syslogEvent';
import { isSyslog3164, readSyslog3164 } from '../../shared/core/ingest/syslog/syslogHeader';

/** Lines of syslog as RFC 3164 has them, and of files that rsyslog writes. Asked after audit lines and CEF, which may stand behind such a header. */
export const source: Source = {
  id: 'syslog3164',
  order: 300,
  keys: [],
  text: true,
  recognises: (raw) => typeof raw === 'string' && isSyslog3164(raw),
  normalise: ([raw], context) => [read(raw as string, context)],
  samples: [
    {
      name: 'a log-in fails',
      body: '<86>Nov 21 08:00:00 web-1 sshd[4001]: Failed password for invalid user ann from 203.0.113.8 port 40037 ssh2',
      expect: [
        {
          source: 'syslog3164',
          time: '2026-11-21T08:00:00.000Z',
          timeOrigin: 'record',
          logSource: { product: 'linux', service: 'sshd' },
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'account', name: 'ann' },
            { type: 'ip', address: '203.0.113.8' },
          ],
          fields: {
            timestamp: 'Nov 21 08:00:00',
            host: 'web-1',
            priority: 86,
            facility: 'authpriv',
            severity: 'info',
            program: 'sshd',
            procid: '4001',
            message: 'Failed password for invalid user ann from 203.0.113.8 port 40037 ssh2',
          },
        },
      ],
    },
    {
      name: 'a line of a file: no priority, no colon, no process id',
      body: 'Nov  1 23:59:59 web-1 sudo ann : TTY=pts/0 ; PWD=/home/ann ; USER=root ; COMMAND=/usr/bin/id -a',
      expect: [
        {
          source: 'syslog3164',
          time: '2026-11-01T23:59:59.000Z',
          logSource: { product: 'linux', service: 'sudo' },
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'account', name: 'ann' },
            { type: 'process', commandLine: '/usr/bin/id -a' },
          ],
        },
      ],
    },
    {
      name: 'Sysmon for Linux tells of a process',
      body: '<14>Nov 21 08:00:00 web-1 sysmon: <Event><System><Provider Name="Linux-Sysmon"/><EventID>1</EventID><Version>5</Version><EventRecordID>7</EventRecordID><Channel>Linux-Sysmon/Operational</Channel><Computer>web-1</Computer></System><EventData><Data Name="UtcTime">2026-11-21 08:00:00.120</Data><Data Name="ProcessId">4242</Data><Data Name="Image">/usr/bin/date</Data><Data Name="CommandLine">date -u</Data><Data Name="User">ann</Data></EventData></Event>',
      expect: [
        {
          source: 'syslog3164',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'linux', service: 'sysmon', category: 'process_creation' },
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'account', name: 'ann' },
            {
              type: 'process',
              processId: '4242',
              commandLine: 'date -u',
              imageFile: { type: 'file', name: 'date', directory: '/usr/bin' },
            },
          ],
        },
      ],
    },
    {
      name: 'a time that is none',
      body: '<13>Nov 31 08:00:00 app-1 doorman: door opened',
      expect: [
        {
          source: 'syslog3164',
          time: '2026-11-21T12:00:00.000Z',
          timeOrigin: 'enqueued',
          fields: {
            timestamp: 'Nov 31 08:00:00',
            host: 'app-1',
            priority: 13,
            facility: 'user',
            severity: 'notice',
            program: 'doorman',
            message: 'door opened',
          },
        },
      ],
    },
    {
      name: 'a line that is cut within its bytes',
      body: '<13>Nov 21 08:00:00 app-1 doorman: \0',
      expect: { rejected: 'Binary' },
    },
  ],
};

/** Times are whole seconds without year or zone, and equal lines can be real repeats: where a line stood is part of its identity. */
function read(text: string, context: RecordContext): TelemetryEvent {
  const line = readSyslog3164(text);
  if (line === undefined) throw new Rejected('NotSyslog', 'The line must begin with `Mmm dd hh:mm:ss host`');
  const id = contentId('syslog', text, context.position);
  return syslogEvent('syslog3164', id, timeOr(line.time, context), syslogFields(line), context);
}
