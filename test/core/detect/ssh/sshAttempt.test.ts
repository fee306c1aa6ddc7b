import { sshAttempts } from '../../../../shared/core/detect/ssh/sshAttempt';
import type { JsonObject } from '../../../../shared/model/json';
import { processEvent } from '../telemetry';

const login: JsonObject = {
  type: 'USER_LOGIN',
  op: 'login',
  acct: 'admin',
  exe: '/usr/sbin/sshd',
  addr: '203.0.113.77',
  terminal: 'sshd',
  res: 'failed',
};
const audit = (record: JsonObject) =>
  sshAttempts(processEvent(record, { source: 'auditd', logSource: { product: 'linux', service: 'auditd' } }));
const syslog = (fields: JsonObject) => sshAttempts(processEvent(fields, { source: 'generic', logSource: {} }));

describe('SSH attempts', () => {
  it.each<[string, JsonObject, string[]]>([
    ['a failed login', {}, ['failure']],
    ['a login', { res: 'success' }, ['success']],
    ['old numbers', { res: '0' }, ['failure']],
    ['the session process of newer OpenSSH', { exe: '/usr/lib/openssh/sshd-session', terminal: 'ssh' }, ['failure']],
    ['an address of version 6', { addr: '2001:DB8::7' }, ['failure']],
    ['a key that was refused', { type: 'USER_AUTH', op: 'pubkey_auth' }, []],
    ['a key that was taken', { type: 'USER_AUTH', op: 'pubkey_auth', res: 'success' }, ['success']],
    ['another program', { exe: '/usr/bin/sudo', terminal: '/dev/pts/0' }, []],
    ['another record', { type: 'USER_START' }, []],
    ['no address', { addr: '?' }, []],
    ['an unknown result', { res: 'maybe' }, []],
  ])('in audit records: %s', (_name, changes, expected) => {
    expect(audit({ ...login, ...changes }).map(({ outcome }) => outcome)).toEqual(expected);
  });

  it.each<[string, JsonObject, string[]]>([
    [
      'JSON of rsyslog',
      { program: 'sshd', message: 'Failed password for a from 203.0.113.1 port 1 ssh2' },
      ['failure'],
    ],
    [
      'a user who does not exist',
      { tag: 'sshd[42]:', msg: 'Failed none for invalid user x y from 203.0.113.1 port 1 ssh2' },
      ['failure'],
    ],
    [
      'an accepted key',
      { ident: 'sshd', message: 'Accepted publickey for a from 203.0.113.1 port 1 ssh2' },
      ['success'],
    ],
    ['a refused key', { ident: 'sshd', message: 'Failed publickey for a from 203.0.113.1 port 1 ssh2' }, []],
    [
      'a whole line',
      { message: '<38>Nov 21 00:42:17 vm sshd[4001]: Failed password for a from 203.0.113.1 port 1 ssh2' },
      ['failure'],
    ],
    [
      'the words in the log of another program',
      { program: 'nginx', message: 'Failed password for a from 203.0.113.1 port 1 ssh2' },
      [],
    ],
    [
      'a line of another program that quotes sshd',
      { message: 'Nov 21 00:42:17 vm web[1]: sshd[1]: Failed password for a from 203.0.113.1 port 1' },
      [],
    ],
  ])('in syslog: %s', (_name, fields, expected) => {
    expect(syslog(fields).map(({ outcome }) => outcome)).toEqual(expected);
  });

  it('takes the last address of a line, since the account may hold words of the attacker', () => {
    const message = 'Failed password for invalid user x from 192.0.2.1 port 1 ssh2 from 203.0.113.1 port 1 ssh2';
    expect(syslog({ program: 'sshd', message })).toMatchObject([{ address: '203.0.113.1' }]);
  });
});
