import { readContainerEngines } from '../../../agent/facts/containerEngines';
import { readPasswordPolicy } from '../../../agent/facts/passwordPolicy';
import { openMachineRoot } from '../../../agent/machineRoot';
import { machineFolder, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const below = (files: Record<string, string>) => openMachineRoot(machineFolder(files));

test('the policy is what the files say', () => {
  const root = below({
    '/etc/login.defs': '# remark\nPASS_MAX_DAYS\t90 # days\nPASS_MIN_DAYS   1\nMAIL_DIR /var/mail\n',
    '/etc/security/pwquality.conf': 'minlen = 12\n# dcredit = -1\nenforce_for_root\n',
    '/etc/security/pwquality.conf.d/50-x.conf': 'minlen=14\n',
    '/etc/security/faillock.conf': 'deny = 5\n',
    '/etc/pam.d/common-password':
      '# remark\npassword [success=1 default=ignore] pam_unix.so obscure yescrypt # remark\npassword requisite \\\n pam_deny.so\nsession required pam_x.so\n@include other\n',
  });
  expect(readPasswordPolicy(root).facts.passwordPolicy).toEqual({
    loginDefs: { PASS_MAX_DAYS: '90', PASS_MIN_DAYS: '1' },
    pwquality: { minlen: '14', enforce_for_root: '' },
    faillock: { deny: '5' },
    pam: [
      {
        file: '/etc/pam.d/common-password',
        type: 'password',
        control: '[success=1 default=ignore]',
        module: 'pam_unix.so',
        arguments: ['obscure', 'yescrypt'],
      },
      {
        file: '/etc/pam.d/common-password',
        type: 'password',
        control: 'requisite',
        module: 'pam_deny.so',
        arguments: [],
      },
    ],
  });
});

test('without login.defs the policy is unknown', () => {
  expect(() => readPasswordPolicy(below({ '/etc/pam.d/common-auth': '' }))).toThrow(/login\.defs/);
});

test('container engines are known by program and socket', () => {
  const root = below({ '/usr/bin/dockerd': '', '/var/run': '-> /run', '/run/docker.sock': '', '/usr/bin/podman': '' });
  expect(readContainerEngines(root).facts.containerEngines).toEqual([
    { name: 'docker', program: '/usr/bin/dockerd', socket: '/run/docker.sock', settings: {} },
    { name: 'podman', program: '/usr/bin/podman' },
  ]);
});

const docker = (configuration: string) =>
  readContainerEngines(below({ '/usr/bin/dockerd': '', '/etc/docker/daemon.json': configuration }));

test('of the settings of Docker only those that are judged are taken', () => {
  const configuration = {
    hosts: ['unix:///run/docker.sock', 'tcp://192.0.2.4:2375'],
    iptables: false,
    proxies: { 'http-proxy': 'http://someone:secret@proxy.example.com' },
    'storage-driver': 'overlay2',
  };
  const { facts, unreadable } = docker(JSON.stringify(configuration));
  expect(facts.containerEngines?.[0]?.settings).toEqual({
    hosts: ['unix:///run/docker.sock', 'tcp://192.0.2.4:2375'],
    iptables: ['false'],
    'storage-driver': ['overlay2'],
  });
  expect(unreadable).toBeUndefined();
});

test.each(['{"hosts": ', '[]', '"x"', '{"hosts": {}}', '{"iptables": null}', '{"hosts": [1, {}]}'])(
  'settings %s are unreadable, and cost nothing else',
  (configuration) => {
    const { facts, unreadable } = docker(configuration);
    expect(facts.containerEngines).toEqual([{ name: 'docker', program: '/usr/bin/dockerd' }]);
    expect(unreadable).toEqual({ 'containerEngines.settings': expect.stringContaining('/etc/docker/daemon.json') });
  },
);
