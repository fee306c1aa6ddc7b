import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ignoredFolders = new Set(['node_modules', '.git']);

/** Glob with `*`, `**`, `?` and `{a,b}` as a regular expression over paths with forward slashes. */
export function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|[{},]|[.+^$()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token === '{') return '(?:';
    if (token === '}') return ')';
    if (token === ',') return '|';
    return `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : filesBelow(folder, path);
    return [path];
  });
}

/** Files of the app that `main` of package.json names, relative to the app folder and sorted. */
export function entryFiles(appFolder: string, main: string): string[] {
  const pattern = main.replace(/^\.\//, '');
  if (!/[*?{]/.test(pattern)) return existsSync(join(appFolder, pattern)) ? [pattern] : [];
  const matcher = globToRegExp(pattern);
  return filesBelow(appFolder)
    .filter((path) => matcher.test(path))
    .sort();
}
