import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '../../local/folderLock';
import { temporaryFolder } from './eventhubs/temporaryFolder';

const folder = temporaryFolder();
const lock = join(folder, 'lock');

describe('lockFolder', () => {
  it('is held until it is released', () => {
    const unlock = lockFolder(folder, 'Skywarden');
    expect(() => lockFolder(folder, 'Skywarden')).toThrow('is in use');
    unlock();
    expect(existsSync(lock)).toBe(false);
  });

  it('is refused while another process lives', () => {
    writeFileSync(lock, String(process.ppid));
    expect(() => lockFolder(folder, 'Skywarden')).toThrow(`Skywarden: ${folder} is in use by process ${process.ppid}`);
  });

  it('is taken over from a process that died, from a former one with this number, and from nobody', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const owner of [String(pid), String(process.pid), '']) {
      writeFileSync(lock, owner);
      lockFolder(folder, 'Skywarden')();
    }
    expect(existsSync(lock)).toBe(false);
  });

  it('of one folder says nothing of another', () => {
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    const unlocks = [lockFolder(folder, 'Skywarden'), lockFolder(inner, 'Event Hubs endpoint')];
    unlocks.forEach((unlock) => unlock());
    expect([existsSync(lock), existsSync(join(inner, 'lock'))]).toEqual([false, false]);
  });
});
