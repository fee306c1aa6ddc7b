import { readDiskEncryption } from '../../../agent/facts/diskEncryption';
import { openMachineRoot } from '../../../agent/machineRoot';
import { machineFolder, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const volumesOf = (files: Record<string, string>) =>
  readDiskEncryption(openMachineRoot(machineFolder(files))).facts.diskEncryption;

const mount = (device: string, point: string, source: string, root = '/', type = 'ext4') =>
  `36 35 ${device} ${root} ${point} rw,noatime shared:1 - ${type} ${source} rw\n`;

test('a plain partition is not encrypted, LUKS is, and so is LVM on LUKS', () => {
  const files = {
    '/proc/1/mountinfo': [
      mount('8:1', '/boot', '/dev/sda1'),
      mount('253:0', '/home', '/dev/mapper/home'),
      mount('253:1', '/', '/dev/mapper/vg-root'),
    ].join(''),
    '/sys/dev/block/8:1/partition': '1\n',
    '/sys/dev/block/253:0/dm/uuid': 'CRYPT-LUKS2-00000000000000000000000000000000-home\n',
    '/sys/dev/block/253:1': '-> ../../block/dm-1',
    '/sys/block/dm-1/dm/uuid': 'LVM-abc\n',
    '/sys/block/dm-1/slaves/dm-0/dm/uuid': 'CRYPT-LUKS2-1-root\n',
  };
  expect(volumesOf(files)).toEqual([
    { mountPoint: '/boot', device: '/dev/sda1', fileSystem: 'ext4', encrypted: false },
    { mountPoint: '/home', device: '/dev/mapper/home', fileSystem: 'ext4', encrypted: true },
    { mountPoint: '/', device: '/dev/mapper/vg-root', fileSystem: 'ext4', encrypted: true },
  ]);
});

test('a volume of which one part is plain is not encrypted', () => {
  const files = {
    '/proc/1/mountinfo': mount('253:1', '/', '/dev/mapper/vg-root'),
    '/sys/dev/block/253:1/slaves/dm-0/dm/uuid': 'CRYPT-LUKS2-1-root\n',
    '/sys/dev/block/253:1/slaves/sdb1/partition': '1\n',
  };
  expect(volumesOf(files)).toMatchObject([{ encrypted: false }]);
});

test('a device that is not in /sys is unknown, and file systems without a device are left out', () => {
  const files = {
    '/proc/1/mountinfo': mount('0:30', '/data', '/dev/sdb') + mount('0:20', '/run', 'tmpfs', '/', 'tmpfs'),
  };
  expect(volumesOf(files)).toEqual([{ mountPoint: '/data', device: '/dev/sdb', fileSystem: 'ext4' }]);
});

test('a device mounted more than once is told where the whole of it is', () => {
  const files = {
    '/proc/1/mountinfo': mount('8:1', '/srv/my\\040data', '/dev/sda1', '/data') + mount('8:1', '/mnt/all', '/dev/sda1'),
    '/sys/dev/block/8:1/partition': '1\n',
  };
  expect(volumesOf(files)).toMatchObject([{ mountPoint: '/mnt/all' }]);
});

test('without the mounts of the first process those of the collector are taken', () => {
  const files = {
    '/proc/self/mountinfo': mount('8:1', '/srv/my\\040data', '/dev/sda1'),
    '/sys/dev/block/8:1/partition': '1\n',
  };
  expect(volumesOf(files)).toMatchObject([{ mountPoint: '/srv/my data' }]);
});
