import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** As many links as the Linux kernel follows in one path (MAXSYMLINKS). */
const mostLinks = 40;

/**
 * The real path of `path` as a machine sees it whose file system lies at `root`: symbolic links are followed inside
 * that root, so that an absolute link never leads to the files of the machine the collector runs on.
 */
export function resolveBelow(root: string, path: string): string {
  if (root === '/') return path;
  const pending = path.split('/').filter(Boolean);
  let done: string[] = [];
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    const next = join(root, ...done, part);
    if (!lstatSync(next, { throwIfNoEntry: false })?.isSymbolicLink()) {
      done.push(part);
      continue;
    }
    links += 1;
    if (links > mostLinks) throw new Error(`too many symbolic links: ${path}`);
    const target = readlinkSync(next);
    if (target.startsWith('/')) done = [];
    pending.unshift(...target.split('/').filter(Boolean));
  }
  return join(root, ...done);
}
