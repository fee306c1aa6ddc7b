import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installedFileNames, type InstalledFile, type InstalledFiles } from '../flows/ports/door';

/**
 * Files that the build put into `folder`, each read once. Where one says `@SHA256 {name}@` stands the hash of that other one: who
 * knows the hash of the installer knows those of all it installs.
 */
export function installedFiles(folder: string): InstalledFiles {
  const known = new Map<InstalledFile, Promise<{ text: string; sha256: string }>>();

  async function load(name: InstalledFile): Promise<{ text: string; sha256: string }> {
    let text = await readFile(join(folder, name), 'utf8');
    for (const other of installedFileNames) {
      const mark = `@SHA256 ${other}@`;
      if (other !== name && text.includes(mark)) text = text.replaceAll(mark, (await read(other)).sha256);
    }
    return { text, sha256: createHash('sha256').update(text).digest('hex') };
  }

  function read(name: InstalledFile): Promise<{ text: string; sha256: string }> {
    const found = known.get(name) ?? load(name);
    known.set(name, found);
    // A file that could not be read is asked for again.
    found.catch(() => known.delete(name));
    return found;
  }

  return { read };
}
