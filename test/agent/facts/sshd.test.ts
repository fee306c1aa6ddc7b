import { readSshd } from '../../../agent/facts/sshd';
import { openMachineRoot } from '../../../agent/machineRoot';
import { machineFolder, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const readBelow = (files: Record<string, string>) =>
  readSshd(openMachineRoot(machineFolder({ '/usr/sbin/sshd': 'program', ...files }))).facts.sshd;

test('keywords are in lower case and values in file order, so that the first one counts', () => {
  const text = 'PermitRootLogin no\nPort 22\nPort 2222\npermitrootlogin yes\n';
  expect(readBelow({ '/etc/ssh/sshd_config': text })).toEqual({
    installed: true,
    settings: { permitrootlogin: ['no', 'yes'], port: ['22', '2222'] },
  });
});

test('included files stand where they are included, in order of their names', () => {
  const settings = readBelow({
    '/etc/ssh/sshd_config': 'PasswordAuthentication a\nInclude sshd_config.d/*.conf\nPasswordAuthentication d\n',
    '/etc/ssh/sshd_config.d/20-b.conf': 'PasswordAuthentication c\n',
    '/etc/ssh/sshd_config.d/10-a.conf': 'PasswordAuthentication b\n',
    '/etc/ssh/sshd_config.d/note.txt': 'PasswordAuthentication x\n',
  })?.settings;
  expect(settings?.passwordauthentication).toEqual(['a', 'b', 'c', 'd']);
});

test('absolute patterns, several in a line and includes in includes are followed', () => {
  const settings = readBelow({
    '/etc/ssh/sshd_config': 'Include /etc/*/extra.conf other.conf\n',
    '/etc/ours/extra.conf': 'Include deeper.conf\n',
    '/etc/ssh/deeper.conf': 'X11Forwarding no\n',
    '/etc/ssh/other.conf': 'UsePAM yes\n',
  })?.settings;
  expect(settings).toEqual({ x11forwarding: ['no'], usepam: ['yes'] });
});

test('an include that matches nothing is no fault', () => {
  expect(readBelow({ '/etc/ssh/sshd_config': 'Include missing.d/*.conf\nPort 22\n' })?.settings).toEqual({
    port: ['22'],
  });
});

test('what stands under Match is not global', () => {
  const text = 'Port 22\nMatch User backup Address 192.0.2.1\n  PasswordAuthentication yes\n';
  expect(readBelow({ '/etc/ssh/sshd_config': text })?.settings).toEqual({
    port: ['22'],
    'match User backup Address 192.0.2.1 passwordauthentication': ['yes'],
  });
});

test('Match all ends the conditions before it', () => {
  const text = 'Match User backup\nX11Forwarding yes\nMatch all\nX11Forwarding no\n';
  expect(readBelow({ '/etc/ssh/sshd_config': text })?.settings.x11forwarding).toEqual(['no']);
});

test('a Match in an included file ends with that file', () => {
  const settings = readBelow({
    '/etc/ssh/sshd_config': 'Include a.conf\nUsePAM yes\n',
    '/etc/ssh/a.conf': 'Match User backup\nUsePAM no\n',
  })?.settings;
  expect(settings?.usepam).toEqual(['yes']);
});

test('files included under a Match are conditional too', () => {
  const settings = readBelow({
    '/etc/ssh/sshd_config': 'Match User backup\nInclude a.conf\n',
    '/etc/ssh/a.conf': 'UsePAM no\n',
  })?.settings;
  expect(settings).toEqual({ 'match User backup usepam': ['no'] });
});

test('a file that includes itself is refused', () => {
  expect(() => readBelow({ '/etc/ssh/sshd_config': 'Include sshd_config\n' })).toThrow('too many included files');
});

test('without settings the server has its defaults', () => {
  expect(readBelow({})).toEqual({ installed: true, settings: {} });
});

test('without server and settings it is not installed', () => {
  expect(readSshd(openMachineRoot(machineFolder({ '/etc/passwd': '' }))).facts.sshd).toEqual({
    installed: false,
    settings: {},
  });
});
