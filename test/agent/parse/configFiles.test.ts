import { parseGroup, parsePasswd } from '../../../agent/parse/accounts';
import { globPattern } from '../../../agent/parse/globPattern';
import { parseOsRelease } from '../../../agent/parse/osRelease';
import { parseSshdLine } from '../../../agent/parse/sshdLine';
import { parseSysctlConf } from '../../../agent/parse/sysctlConf';

describe('passwd', () => {
  test('accounts are read without their password', () => {
    expect(parsePasswd('root:x:0:0:root:/root:/bin/bash\nweb:SECRETHASH:33:33::/var/www:/usr/sbin/nologin\n')).toEqual({
      entries: [
        { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/bash' },
        { name: 'web', uid: 33, gid: 33, home: '/var/www', shell: '/usr/sbin/nologin' },
      ],
      otherLines: 0,
    });
  });

  test.each(['+::::::', 'a:b', 'eve:x:-1:0::/:/bin/sh', ':x:0:0::/:/bin/sh'])('%j is counted, not dropped', (line) => {
    expect(parsePasswd(`${line}\n\n# remark\n`)).toEqual({ entries: [], otherLines: 1 });
  });
});

test('groups are read with their members', () => {
  expect(parseGroup('root:x:0:\nsudo:x:27:anna,bert\n').entries).toEqual([
    { name: 'root', gid: 0, members: [] },
    { name: 'sudo', gid: 27, members: ['anna', 'bert'] },
  ]);
});

test('os-release: quotes and escapes are taken off', () => {
  expect(parseOsRelease(`ID=debian\nPRETTY_NAME="Debian \\"12\\""\nVERSION_ID='12'\n# ID=no\n`)).toEqual({
    ID: 'debian',
    PRETTY_NAME: 'Debian "12"',
    VERSION_ID: '12',
  });
});

describe('a line of sshd_config', () => {
  test.each([
    ['PermitRootLogin no', 'permitrootlogin', ['no']],
    ['  Port=2222', 'port', ['2222']],
    ['Banner "/etc/issue net" # remark', 'banner', ['/etc/issue net']],
    ['AllowUsers anna bert@192.0.2.1', 'allowusers', ['anna', 'bert@192.0.2.1']],
    ['usePAM\tyes\r', 'usepam', ['yes']],
  ])('%j', (line, keyword, values) => {
    expect(parseSshdLine(line)).toEqual({ keyword, arguments: values });
  });

  test.each(['', '   ', '# Port 22', '#PermitRootLogin yes'])('%j says nothing', (line) => {
    expect(parseSshdLine(line)).toBeUndefined();
  });
});

test('sysctl.conf: dots, slashes, remarks and the sign to ignore errors', () => {
  const text =
    '# a = 1\n; b = 2\nkernel.sysrq=0\n-net.ipv4.ip_forward = 1 \nnet/ipv4/conf/eth0.1/rp_filter = 2\nnonsense\n';
  expect(parseSysctlConf(text)).toEqual([
    ['kernel.sysrq', '0'],
    ['net.ipv4.ip_forward', '1'],
    ['net.ipv4.conf.eth0.1.rp_filter', '2'],
  ]);
});

describe('glob', () => {
  test.each([
    ['*.conf', '50-cloud.conf', true],
    ['*.conf', '.hidden.conf', false],
    ['*.conf', 'conf', false],
    ['5?-*.conf', '50-a.conf', true],
    ['[0-4]*', '50', false],
    ['[!0-4]*', '50', true],
    ['a+b(c).d', 'a+b(c).d', true],
  ])('%s, %s: %s', (pattern, name, matches) => {
    expect(globPattern(pattern).test(name)).toBe(matches);
  });
});
