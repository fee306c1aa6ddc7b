import type { StatefulCase } from '../detector';

/** Fixed epoch seconds: 2026-03-02T08:00:00Z. */
const start = 1772438400;

interface Login {
  second: number;
  res: 'failed' | 'success';
  address?: string;
}

/** What PAM and sshd write of one login by password: two records with serials of their own. */
function passwordLogin({ second, res, address = '203.0.113.77' }: Login): string {
  const at = (serial: number) => `audit(${start + second}.${String(100 + serial)}:${4000 + second * 10 + serial})`;
  const head = 'pid=2212 uid=0 auid=4294967295 ses=4294967295';
  const tail = `exe="/usr/sbin/sshd" hostname=${address} addr=${address}`;
  return [
    `node=web-1 type=USER_AUTH msg=${at(1)}: ${head} msg='op=PAM:authentication acct="admin" ${tail} terminal=ssh res=${res}'`,
    `node=web-1 type=USER_LOGIN msg=${at(2)}: ${head} msg='op=login acct="admin" ${tail} terminal=sshd res=${res}'`,
  ].join('\n');
}

/** What an agent with many keys leaves behind: no password was tried. */
function keyOffer(second: number): string {
  const at = `audit(${start + second}.500:${9000 + second})`;
  return `node=web-1 type=USER_AUTH msg=${at}: pid=2300 uid=0 auid=4294967295 ses=4294967295 msg='op=pubkey_auth acct="admin" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.78 terminal=? res=failed'`;
}

function syslogLine(second: number, message: string): string {
  const timestamp = new Date((start + second) * 1000).toISOString();
  return JSON.stringify({ timestamp, host: 'web-2', facility: 'auth', severity: 'info', program: 'sshd', message });
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const sshBruteForceCases: StatefulCase[] = [
  {
    name: 'twelve failed passwords, then a login from the same address',
    bodies: [
      ...times(12, (index) => passwordLogin({ second: index * 20, res: 'failed' })),
      passwordLogin({ second: 260, res: 'success' }),
    ],
    expect: ['VM_SshBruteForceSuccess'],
  },
  {
    name: 'twenty-five failed passwords and no login',
    bodies: times(25, (index) => passwordLogin({ second: index * 10, res: 'failed' })),
    expect: ['VM_SshBruteForceFailed'],
  },
  {
    name: 'lines of sshd that a log shipper sends as JSON',
    bodies: [
      ...times(11, (index) =>
        syslogLine(index * 5, `Failed password for invalid user oracle from 203.0.113.8 port ${40000 + index} ssh2`),
      ),
      syslogLine(70, 'Accepted password for deploy from 203.0.113.8 port 40100 ssh2'),
    ],
    expect: ['VM_SshBruteForceSuccess'],
  },
  {
    name: 'lines of sshd as syslog writes them',
    bodies: [
      times(
        20,
        (index) =>
          `<38>Mar  2 08:00:${String(10 + index)} web-3 sshd[4001]: Failed password for root from 203.0.113.9 port ${40000 + index} ssh2`,
      ).join('\n'),
    ],
    expect: ['VM_SshBruteForceFailed'],
  },
  {
    name: 'a user who mistypes the password three times',
    bodies: [
      ...times(3, (index) => passwordLogin({ second: index * 15, res: 'failed' })),
      passwordLogin({ second: 60, res: 'success' }),
    ],
    expect: [],
  },
  {
    name: 'an agent that offers fifteen keys before the right one',
    bodies: times(15, (index) => keyOffer(index)),
    expect: [],
  },
  {
    name: 'failures from many addresses, a login from another',
    bodies: [
      ...times(15, (index) => passwordLogin({ second: index * 5, res: 'failed', address: `198.51.100.${index + 1}` })),
      passwordLogin({ second: 120, res: 'success', address: '198.51.100.200' }),
    ],
    expect: [],
  },
  {
    name: 'failures spread over hours',
    bodies: [
      ...times(12, (index) => passwordLogin({ second: index * 900, res: 'failed' })),
      passwordLogin({ second: 10_900, res: 'success' }),
    ],
    expect: [],
  },
];
