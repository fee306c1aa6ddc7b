import { join } from 'node:path';
import { resolveBelow } from '../../agent/resolveBelow';
import { openMachineRoot } from '../../agent/machineRoot';
import { machineFolder, removeMachineFolders } from './machineFolder';

afterAll(removeMachineFolders);

test.each([
  ['-> /usr/lib/os-release', '/usr/lib/os-release'],
  ['-> ../usr/lib/os-release', '/usr/lib/os-release'],
  ['-> ../../../../../../../../usr/lib/os-release', '/usr/lib/os-release'],
])('a link %s stays below the root', (link, target) => {
  const root = machineFolder({ '/etc/os-release': link });
  expect(resolveBelow(root, '/etc/os-release')).toBe(join(root, target));
});

test('links in the middle of a path are followed', () => {
  const root = machineFolder({ '/bin': '-> usr/bin', '/usr/bin/sh': 'program' });
  expect(openMachineRoot(root).read('/bin/sh')).toBe('program');
});

test('links that lead in a circle are refused', () => {
  const root = machineFolder({ '/a': '-> /b', '/b': '-> /a' });
  expect(() => resolveBelow(root, '/a')).toThrow('too many symbolic links');
});

test('a file larger than the limit is refused, and its head may be read', () => {
  const root = openMachineRoot(machineFolder({ '/big': 'x'.repeat(600_000) }));
  expect(() => root.read('/big', 599_999)).toThrow('larger than 599999 bytes');
  expect(root.read('/big', 600_000)).toHaveLength(600_000);
  expect(root.readHead('/big', 10)).toBe('xxxxxxxxxx');
});
