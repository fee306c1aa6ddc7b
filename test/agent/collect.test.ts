import { createServer, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { collect } from '../../agent/collect';
import { fitFacts } from '../../agent/fitFacts';
import type { AgentRecord } from '../../agent/record';
import { machineFactsSchema, type MachineFacts } from '../../shared/model/machineFacts';
import { machineFolder, netTable, processFiles, removeMachineFolders, resourceId } from './machineFolder';

afterAll(removeMachineFolders);

const now = new Date('2026-01-01T00:00:00Z');
const factsOf = (records: AgentRecord[]) =>
  machineFactsSchema.parse(records.find(({ skywarden }) => skywarden === 'facts/1')?.body);

const wholeMachine = {
  '/etc/hostname': 'web1\n',
  '/etc/os-release': 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\n',
  '/proc/version': 'Linux version 6.1.0-18-amd64 (a@b) #1 SMP\n',
  '/var/lib/dpkg/status': 'Package: bash\nStatus: install ok installed\nVersion: 5.2.15-2\n',
  '/proc/net/tcp': netTable(['00000000:0016', '0A', 501]),
  ...processFiles(7, 'sshd', ['sshd: /usr/sbin/sshd'], [501]),
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n',
  '/etc/group': 'root:x:0:\n',
  '/usr/sbin/sshd': 'program',
  '/etc/login.defs': 'PASS_MAX_DAYS 99999\n',
  '/proc/1/mountinfo': '',
  '/sys/kernel/security/lsm': 'capability',
  '/etc/ssh/sshd_config': 'PermitRootLogin no\n',
  '/proc/sys/kernel/randomize_va_space': '2\n',
  '/var/log/audit/audit.log': 'type=USER_LOGIN msg=audit(1.000:1): res=failed\n',
};

test('a whole machine below another root', async () => {
  const records = await collect({ root: machineFolder(wholeMachine), resourceId, now });
  expect(records.map(({ skywarden }) => skywarden)).toEqual(['facts/1', 'audit/1', 'heartbeat/1']);
  for (const record of records) expect(record).toMatchObject({ resourceId, hostName: 'web1', time: now.toISOString() });
  expect(factsOf(records)).toMatchObject({
    os: { family: 'Linux', id: 'debian', name: 'Debian GNU/Linux 12 (bookworm)', version: '12' },
    kernel: { release: '6.1.0-18-amd64', architecture: 'x86_64' },
    packages: [{ name: 'bash', version: '5.2.15-2', manager: 'dpkg' }],
    listeners: [{ protocol: 'tcp', address: '0.0.0.0', port: 22, pid: 7, process: 'sshd' }],
    sshd: { installed: true, settings: { permitrootlogin: ['no'] } },
    containerEngines: [],
    unreadable: { 'pendingUpdates.updates': 'apt can only be asked on its own machine' },
  });
  expect(records[1]?.body).toEqual({ lines: ['type=USER_LOGIN msg=audit(1.000:1): res=failed'] });
  expect(records[2]?.body).toMatchObject({
    unreadable: ['pendingUpdates.updates'],
    audit: { lines: 1, behind: 0, gap: false },
  });
});

test('of an empty machine every part is absent and named', async () => {
  const records = await collect({ root: machineFolder({ '/x': '' }), resourceId, now });
  const { sshd, containerEngines, unreadable, ...facts } = factsOf(records);
  expect(Object.keys(facts)).toEqual(['schema', 'collectedAt', 'hostName', 'agentVersion']);
  expect(Object.keys(unreadable).sort()).toEqual(
    [
      'auditLog',
      'diskEncryption',
      'groups',
      'kernel',
      'listeners',
      'mandatoryAccess',
      'os',
      'packages',
      'passwordPolicy',
      'pendingUpdates',
      'processes',
      'sysctl',
      'users',
    ].sort(),
  );
  expect(sshd).toEqual({ installed: false, settings: {} });
  expect(containerEngines).toEqual([]);
});

test('one part that cannot be read costs no other', async () => {
  const files = { ...wholeMachine, '/etc/passwd': 'x'.repeat(5 * 1024 * 1024) };
  const facts = factsOf(await collect({ root: machineFolder(files), resourceId, now }));
  expect(facts.unreadable).toMatchObject({ users: 'larger than 4194304 bytes: /etc/passwd' });
  expect(facts.groups).toHaveLength(1);
});

describe('facts that are too large', () => {
  const packages = Array.from({ length: 100 }, (_, at) => ({ name: `package-${at}`, version: '1.0', manager: 'dpkg' }));
  const processes = Array.from({ length: 50 }, (_, pid) => ({
    pid,
    ppid: 1,
    uid: 0,
    name: 'app',
    commandLine: 'x'.repeat(500),
  }));
  const facts: MachineFacts = {
    schema: 'skywarden.machineFacts/1',
    collectedAt: now.toISOString(),
    hostName: 'web1',
    agentVersion: '0.1.0',
    packages,
    processes,
    listeners: [],
    unreadable: {},
  };

  test('lose the command lines first', () => {
    const fitted = fitFacts(facts, 15_000);
    expect(Object.keys(fitted.unreadable)).toEqual(['processes.commandLine']);
    expect(fitted.processes?.every(({ commandLine }) => commandLine === '')).toBe(true);
    expect(fitted.packages).toHaveLength(100);
  });

  test.each([15_000, 8_000, 1_000])('are within %d bytes afterwards, and what is gone is named', (limit) => {
    const fitted = fitFacts(facts, limit);
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(limit);
    for (const part of ['processes', 'packages', 'listeners'] as const) {
      expect(fitted[part] === undefined).toBe(part in fitted.unreadable);
    }
  });
});

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('this very machine', () => {
  test('its facts hold this process and a port it listens on', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const records = await collect({ resourceId, now });
    server.close();

    const facts = factsOf(records);
    expect(facts.hostName).toBe(hostname());
    expect(facts.processes?.find(({ pid }) => pid === process.pid)).toMatchObject({ ppid: process.ppid });
    expect(facts.listeners).toContainEqual(
      expect.objectContaining({ protocol: 'tcp', address: '127.0.0.1', port, pid: process.pid }),
    );
    expect(facts.users?.some(({ uid }) => uid === 0)).toBe(true);
    for (const record of records) expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(256 * 1024);
  });
});
