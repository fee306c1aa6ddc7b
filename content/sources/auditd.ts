import { auditEvent } from '../../shared/core/ingest/auditd/auditEvent';
import { groupAuditLines } from '../../shared/core/ingest/auditd/auditGroup';
import { auditEventKey, isAuditLine } from '../../shared/core/ingest/auditd/auditRecord';
import type { Source } from '../../shared/core/ingest/source';

/** Raw lines of the Linux audit log; the lines of one serial, in one body or in messages of one batch, are one event. */
export const source: Source = {
  id: 'auditd',
  order: 100,
  keys: [],
  text: true,
  recognises: (raw) => typeof raw === 'string' && isAuditLine(raw),
  group: (records) => groupAuditLines(records.map(String)),
  eventKey: (record) => (typeof record === 'string' ? auditEventKey(record) : undefined),
  normalise: (records, context) => [auditEvent(records.map(String), context)],
  samples: [
    {
      name: 'a program is started',
      body: [
        'node=web-1 type=SYSCALL msg=audit(1795219200.123:4711): arch=c000003e syscall=59 success=yes exit=0 a0=55d0 a1=55d1 a2=55d2 a3=8 items=2 ppid=812 pid=813 auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=3 comm="cat" exe="/usr/bin/cat" key="exec"',
        'node=web-1 type=EXECVE msg=audit(1795219200.123:4711): argc=3 a0="cat" a1="/etc/issue" a2=612062',
        'node=web-1 type=CWD msg=audit(1795219200.123:4711): cwd="/root"',
        'node=web-1 type=PATH msg=audit(1795219200.123:4711): item=0 name="/usr/bin/cat" inode=61 dev=08:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL',
        'node=web-1 type=PROCTITLE msg=audit(1795219200.123:4711): proctitle=636174002F6574632F6973737565',
      ].join('\n'),
      expect: [
        {
          source: 'auditd',
          time: '2026-11-21T00:00:00.123Z',
          timeOrigin: 'record',
          logSource: { product: 'linux', service: 'auditd', category: 'process_creation' },
          entities: [
            { type: 'host', hostName: 'web-1', osFamily: 'Linux' },
            { type: 'account', name: '1000', uid: '1000' },
            {
              type: 'process',
              processId: '813',
              commandLine: 'cat /etc/issue a b',
              imageFile: { type: 'file', name: 'cat', directory: '/usr/bin' },
              parentProcess: { type: 'process', processId: '812' },
            },
            { type: 'file', name: 'cat', directory: '/usr/bin' },
          ],
        },
      ],
    },
    {
      name: 'a log-in over ssh fails',
      body: `type=USER_LOGIN msg=audit(1795219201.000:4712): pid=900 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.8 terminal=ssh res=failed'`,
      expect: [
        {
          source: 'auditd',
          time: '2026-11-21T00:00:01.000Z',
          logSource: { product: 'linux', service: 'auditd' },
          entities: [
            { type: 'account', name: 'root' },
            { type: 'process', processId: '900', imageFile: { type: 'file', name: 'sshd', directory: '/usr/sbin' } },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
    {
      name: 'a connection goes out',
      body: [
        'type=SYSCALL msg=audit(1795219202.000:4713): arch=c00000b7 syscall=203 success=no exit=-115 a0=6 a1=7ffe a2=10 a3=fe items=0 ppid=1 pid=77 auid=4294967295 uid=33 gid=33 ses=4294967295 comm="curl" exe="/usr/bin/curl" key=(null)',
        'type=SOCKADDR msg=audit(1795219202.000:4713): saddr=020001BBC63364070000000000000000',
        'type=EOE msg=audit(1795219202.000:4713): ',
      ].join('\n'),
      expect: [
        {
          source: 'auditd',
          logSource: { product: 'linux', service: 'auditd', category: 'network_connection' },
          entities: [
            { type: 'account', name: '33', uid: '33' },
            {
              type: 'process',
              processId: '77',
              imageFile: { type: 'file', name: 'curl', directory: '/usr/bin' },
              parentProcess: { type: 'process', processId: '1' },
            },
            { type: 'ip', address: '198.51.100.7' },
          ],
        },
      ],
    },
    {
      name: 'a line that is not text',
      body: 'type=USER_LOGIN msg=audit(1795219201.000:4712): \0',
      expect: { rejected: 'Binary' },
    },
  ],
};
