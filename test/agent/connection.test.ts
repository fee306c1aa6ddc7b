import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { readConnectionFile } from '../../agent/connection';
import { machineFolder, removeMachineFolders } from './machineFolder';

afterAll(removeMachineFolders);

const connection = 'Endpoint=sb://localhost:1;SharedAccessKeyName=r;SharedAccessKey=k';

function openFile(text: string, mode: number) {
  const folder = machineFolder({ '/connection': text });
  const file = join(folder, 'connection');
  chmodSync(file, mode);
  return { folder, file };
}

test('the file holds the connection string', () => {
  expect(readConnectionFile(openFile(`${connection}\n`, 0o600).file, undefined)).toBe(connection);
});

test('a file that others may read is refused', () => {
  expect(() => readConnectionFile(openFile(connection, 0o640).file, undefined)).toThrow('chmod 600');
});

test('a credential of systemd is taken with the bits that systemd gave it', () => {
  const { folder, file } = openFile(connection, 0o440);
  expect(readConnectionFile(file, folder)).toBe(connection);
});

test('a file of something else is refused without telling what it holds', () => {
  expect(() => readConnectionFile(openFile('hunter2', 0o600).file, undefined)).toThrow(/^(?!.*hunter2)/s);
});
