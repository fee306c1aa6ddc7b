import { appendFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createPendingUpdates } from '../../../agent/facts/pendingUpdates';
import { openMachineRoot } from '../../../agent/machineRoot';
import { addFiles, machineFolder, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const files = { '/var/lib/dpkg/status': '', '/var/lib/apt/lists/lock': '' };
const simulation = `Inst libc6 [2.36-9] (2.36-10 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64])
Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable [amd64]) []
Inst new-dependency (1.0 Debian:12.15/oldstable [amd64])
Conf bash (5.2.15-2+b13 Debian:12.15/oldstable [amd64])
`;

test('updates are what apt would install, security archives marked', async () => {
  const read = createPendingUpdates(async () => simulation);
  const { facts } = await read(openMachineRoot(machineFolder(files)));
  expect(facts.pendingUpdates?.updates).toEqual([
    { name: 'libc6', installed: '2.36-9', available: '2.36-10', security: true },
    { name: 'bash', installed: '5.2.15-2+b8', available: '5.2.15-2+b13', security: false },
  ]);
});

test('apt is asked again only when packages or lists have changed', async () => {
  let asked = 0;
  const read = createPendingUpdates(async () => String((asked += 1)));
  const folder = machineFolder(files);
  const root = openMachineRoot(folder);
  await read(root);
  await read(root);
  expect(asked).toBe(1);
  appendFileSync(join(folder, 'var/lib/dpkg/status'), 'x');
  utimesSync(join(folder, 'var/lib/dpkg/status'), 1, 1);
  await read(root);
  expect(asked).toBe(2);
});

test('below another root apt cannot be asked, and the rest is still told', async () => {
  const root = openMachineRoot(machineFolder({ ...files, '/run/reboot-required': '' }));
  const { facts, unreadable } = await createPendingUpdates()(root);
  expect(facts.pendingUpdates).toEqual({ rebootRequired: true, listsFetchedAt: expect.any(String) as string });
  expect(unreadable).toEqual({ 'pendingUpdates.updates': 'apt can only be asked on its own machine' });
});

test('nobody waits for a slow apt; its answer comes with the next facts', async () => {
  let answer: (text: string) => void = () => undefined;
  const asked = new Promise<string>((resolve) => (answer = resolve));
  const read = createPendingUpdates(() => asked, 1);
  const root = openMachineRoot(machineFolder(files));
  const first = await read(root);
  answer(simulation);
  await setImmediate();
  const second = await read(root);
  expect(first.unreadable).toEqual({ 'pendingUpdates.updates': 'apt is still being asked' });
  expect(second.facts.pendingUpdates?.updates).toHaveLength(2);
});

test('a missing request for a restart says something only where something would make it', async () => {
  const folder = machineFolder(files);
  const read = createPendingUpdates(async () => '');
  const rebootRequired = async () => (await read(openMachineRoot(folder))).facts.pendingUpdates?.rebootRequired;
  expect(await rebootRequired()).toBeUndefined();
  addFiles(folder, { '/etc/kernel/postinst.d/unattended-upgrades': '' });
  expect(await rebootRequired()).toBe(false);
});

test('without a dpkg database updates are unknown', async () => {
  await expect(async () => createPendingUpdates()(openMachineRoot(machineFolder({})))).rejects.toThrow('apt only');
});
