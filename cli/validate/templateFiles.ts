import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Rejected } from '../../shared/model/rejected';

/** A `.bicepparam` names its template. */
const named = /\.(?:json|jsonc|bicep|bicepparam)$/i;
const others = new Set(['node_modules', '.git']);

interface TemplateFile {
  file: string;
  /** It was not named itself. */
  found: boolean;
}

/** Files that are named stay; of a folder all that may be templates. */
export function templateFiles(paths: readonly string[]): TemplateFile[] {
  return paths.flatMap((path): TemplateFile[] => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new Rejected('FileMissing', `There is no file or folder ${path}`);
    if (stat.isDirectory()) return walk(path).map((file) => ({ file, found: true }));
    if (!named.test(path)) throw new Rejected('InvalidFile', `${path} is neither .json nor .bicep nor .bicepparam`);
    return [{ file: path, found: false }];
  });
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return others.has(entry.name) ? [] : walk(path);
      return entry.isFile() && /\.(?:json|jsonc|bicep)$/i.test(entry.name) ? [path] : [];
    });
}
