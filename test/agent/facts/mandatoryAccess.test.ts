import { readMandatoryAccess } from '../../../agent/facts/mandatoryAccess';
import { openMachineRoot } from '../../../agent/machineRoot';
import { machineFolder, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const accessOf = (files: Record<string, string>) =>
  readMandatoryAccess(openMachineRoot(machineFolder(files))).facts.mandatoryAccess;

test.each([
  ['1', 'enforcing'],
  ['0', 'permissive'],
])('SELinux that says %s is %s', (text, selinux) => {
  expect(accessOf({ '/sys/fs/selinux/enforce': text })).toMatchObject({ selinux });
});

test('profiles of AppArmor that are enforced are counted apart from those that only complain', () => {
  const profiles = '/usr/sbin/cupsd (enforce)\n/usr/bin/man (enforce)\nfirefox (complain)\nlsb (unconfined)\n';
  expect(
    accessOf({ '/sys/kernel/security/lsm': 'apparmor', '/sys/kernel/security/apparmor/profiles': profiles }),
  ).toEqual({
    selinux: 'absent',
    apparmor: { enforced: 2, loaded: 4 },
  });
});

test('a machine with neither has neither', () => {
  const files = { '/sys/kernel/security/lsm': 'capability' };
  expect(accessOf(files)).toEqual({ selinux: 'absent', apparmor: { enforced: 0, loaded: 0 } });
});

test('where the kernel does not show its security modules, AppArmor is unknown', () => {
  const found = readMandatoryAccess(openMachineRoot(machineFolder({ '/sys/kernel/notes': '' })));
  expect(found.facts.mandatoryAccess).toEqual({ selinux: 'absent' });
  expect(found.unreadable).toEqual({ 'mandatoryAccess.apparmor': 'not mounted: /sys/kernel/security' });
});

test('without /sys nothing is known', () => {
  const root = openMachineRoot(machineFolder({ '/etc/hostname': 'web-1' }));
  expect(() => readMandatoryAccess(root)).toThrow(/sys/);
});
