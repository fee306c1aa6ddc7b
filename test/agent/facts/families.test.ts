import { readKernel } from '../../../agent/facts/kernel';
import { readPackages } from '../../../agent/facts/packages';
import { readProcesses } from '../../../agent/facts/processes';
import { readSysctl } from '../../../agent/facts/sysctl';
import { openMachineRoot } from '../../../agent/machineRoot';
import { machineFolder, processFiles, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const below = (files: Record<string, string>) => openMachineRoot(machineFolder(files));

describe('kernel', () => {
  test.each([
    [
      { '/proc/version': 'Linux version 6.1.0-18-amd64 (a@b) (gcc) #1 SMP', '/proc/sys/kernel/arch': 'x86_64\n' },
      'x86_64',
    ],
    [{ '/proc/version': 'Linux version 6.1.0-18-amd64 (a@b) (gcc) #1 SMP' }, 'x86_64'],
    [{ '/proc/sys/kernel/osrelease': '6.1.0-18-amd64\n' }, 'x86_64'],
    [{ '/proc/version': 'Linux version 6.1.0-18-amd64 ()', '/proc/sys/kernel/arch': 'aarch64\n' }, 'aarch64'],
  ])('%j: %s', (files, architecture) => {
    expect(readKernel(below(files as Record<string, string>)).facts.kernel).toEqual({
      release: '6.1.0-18-amd64',
      architecture,
    });
  });
});

describe('packages', () => {
  const dpkg = { '/var/lib/dpkg/status': 'Package: a\nStatus: install ok installed\nVersion: 1\n' };

  test('of every manager', async () => {
    const { facts } = await readPackages(below({ ...dpkg, '/lib/apk/db/installed': 'P:b\nV:2\n' }));
    expect(facts.packages?.map(({ name, manager }) => `${manager} ${name}`)).toEqual(['dpkg a', 'apk b']);
  });

  test('a database of rpm below another root is named as unreadable', async () => {
    const { facts, unreadable } = await readPackages(below({ ...dpkg, '/var/lib/rpm/rpmdb.sqlite': 'x' }));
    expect(facts.packages).toHaveLength(1);
    expect(unreadable?.['packages.rpm']).toContain('rpmdb.sqlite can only be read by rpm');
  });

  test.each([{ '/var/lib/rpm/rpmdb.sqlite': 'x' }, { '/etc/passwd': '' }])('%j: nothing can be said', async (files) => {
    await expect(readPackages(below(files as Record<string, string>))).rejects.toThrow(/rpm/);
  });
});

describe('processes', () => {
  test('are described, with the time of their start and without their secrets', async () => {
    const files = processFiles(7, 'app', ['/usr/bin/app', '--password=hunter2']);
    const { facts } = await readProcesses(below({ '/proc/stat': 'btime 1795000000\n', ...files }));
    expect(facts.processes).toEqual([
      {
        pid: 7,
        ppid: 1,
        uid: 33,
        name: 'app',
        commandLine: '/usr/bin/app --password=***',
        exe: '/usr/bin/app',
        startedAt: new Date(1795000007_000).toISOString(),
      },
    ]);
  });

  test('long command lines are cut', async () => {
    const { facts } = await readProcesses(below(processFiles(7, 'java', ['java', 'x/'.repeat(5_000)])));
    expect(facts.processes?.[0]?.commandLine).toHaveLength(512);
  });

  test('one that ended while being read is left out', async () => {
    const { facts } = await readProcesses(below({ ...processFiles(7, 'app', []), '/proc/8/fd/0': '' }));
    expect(facts.processes?.map(({ pid }) => pid)).toEqual([7]);
  });

  test('an empty /proc is no machine without processes', async () => {
    await expect(readProcesses(below({ '/proc/version': '' }))).rejects.toThrow('no running process');
  });
});

describe('sysctl', () => {
  test('what is in force wins over the files', () => {
    const root = below({
      '/proc/sys/net/ipv4/ip_forward': '1\n',
      '/etc/sysctl.conf': 'net.ipv4.ip_forward=0\nkernel.sysrq=0\n',
    });
    expect(readSysctl(root).facts.sysctl).toEqual({ 'net.ipv4.ip_forward': '1', 'kernel.sysrq': '0' });
  });

  test('files apply by name, a name in /etc hides the one of the distribution, sysctl.conf comes last', () => {
    const root = below({
      '/usr/lib/sysctl.d/50-a.conf': 'kernel.sysrq=1\nkernel.kptr_restrict=1\n',
      '/usr/lib/sysctl.d/90-z.conf': 'fs.suid_dumpable=2\n',
      '/etc/sysctl.d/50-a.conf': 'kernel.sysrq=2\n',
      '/etc/sysctl.d/60-b.conf': 'kernel.sysrq=3\nfs.suid_dumpable=1\nvm.mmap_min_addr=1\n',
      '/etc/sysctl.conf': 'vm.mmap_min_addr=2\n',
    });
    expect(readSysctl(root).facts.sysctl).toEqual({
      'kernel.sysrq': '3',
      'fs.suid_dumpable': '2',
      'vm.mmap_min_addr': '2',
    });
  });

  test('a pattern sets every key that it matches', () => {
    const root = below({ '/etc/sysctl.conf': 'net.ipv4.conf.*.rp_filter=1\n' });
    expect(readSysctl(root).facts.sysctl).toEqual({
      'net.ipv4.conf.all.rp_filter': '1',
      'net.ipv4.conf.default.rp_filter': '1',
    });
  });
});
