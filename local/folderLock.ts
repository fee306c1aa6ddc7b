import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Folders this process holds: its own pid in a lock file is otherwise a leftover of a former process with that number. */
const held = new Set<string>();

/** Takes `<folder>/lock` for `purpose`, also after a process that died with it. Returns how to release it; throws when it is in use. */
export function lockFolder(folder: string, purpose: string): () => void {
  const path = join(folder, 'lock');
  const owner = ownerOf(path);
  if (held.has(path) || (owner !== undefined && owner !== process.pid && isAlive(owner))) {
    throw new Error(
      `${purpose}: ${folder} is in use by process ${owner ?? process.pid}. Stop it, or delete ${path} if that is another program.`,
    );
  }
  if (owner !== undefined) unlinkSync(path);
  const file = openSync(path, 'wx');
  writeSync(file, String(process.pid));
  closeSync(file);
  held.add(path);
  return () => {
    held.delete(path);
    unlinkSync(path);
  };
}

/** NaN for a file that names nobody, undefined without a file. */
function ownerOf(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
