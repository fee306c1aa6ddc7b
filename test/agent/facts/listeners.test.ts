import { readListeners } from '../../../agent/facts/listeners';
import { openMachineRoot } from '../../../agent/machineRoot';
import { machineFolder, netTable, processFiles, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const readBelow = (files: Record<string, string>) => readListeners(openMachineRoot(machineFolder(files)));

test('a listener is found with the process that holds its socket', async () => {
  const { facts, unreadable } = await readBelow({
    '/proc/net/tcp': netTable(['00000000:18EB', '0A', 501]),
    ...processFiles(7, 'redis-server', ['redis-server'], [500, 501]),
    ...processFiles(9, 'worker', ['worker'], [501]),
  });
  expect(facts.listeners).toEqual([
    { protocol: 'tcp', address: '0.0.0.0', port: 6379, pid: 7, process: 'redis-server' },
  ]);
  expect(unreadable).toBeUndefined();
});

test('all four tables are read', async () => {
  const { facts } = await readBelow({
    '/proc/net/tcp': netTable(['0100007F:0016', '0A', 1]),
    '/proc/net/tcp6': netTable(['00000000000000000000000000000000:0050', '0A', 2]),
    '/proc/net/udp': netTable(['00000000:0035', '07', 3]),
    '/proc/net/udp6': netTable(['00000000000000000000000001000000:0045', '07', 4]),
  });
  expect(facts.listeners?.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`)).toEqual([
    'tcp 127.0.0.1 22',
    'tcp :: 80',
    'udp 0.0.0.0 53',
    'udp ::1 69',
  ]);
});

test('below another root the network of the first process wins over the own one', async () => {
  const { facts } = await readBelow({
    '/proc/1/net/tcp': netTable(['00000000:0016', '0A', 1]),
    '/proc/net/tcp': netTable(['00000000:0050', '0A', 1]),
  });
  expect(facts.listeners?.map(({ port }) => port)).toEqual([22]);
});

test('sockets that share a port in one process are one listener', async () => {
  const { facts } = await readBelow({
    '/proc/net/tcp': netTable(['00000000:0050', '0A', 1], ['00000000:0050', '0A', 2]),
    ...processFiles(7, 'nginx', ['nginx'], [1, 2]),
  });
  expect(facts.listeners).toHaveLength(1);
});

test('an empty table means that nothing listens', async () => {
  expect((await readBelow({ '/proc/net/tcp': netTable() })).facts.listeners).toEqual([]);
});

test('without the table nothing is said', async () => {
  await expect(readBelow({ '/proc/1/stat': '' })).rejects.toThrow('ENOENT');
});
