import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { MachineRoot } from '../../machineRoot';
import { newestVersions } from '../../parse/apkIndex';
import { compareApkVersions } from '../../parse/apkVersion';
import type { PendingUpdate } from '../../parse/aptSimulation';
import { parseApkInstalled } from '../../parse/packageDatabases';
import type { UpdateManager } from './updateManager';

const installedDatabase = '/lib/apk/db/installed';
const repositories = '/etc/apk/repositories';
const megabyte = 1024 * 1024;

/** `/etc/apk/cache` is a link where a cache was set up; else apk keeps its indexes in /var. */
const caches = ['/etc/apk/cache', '/var/cache/apk'];

/** Alpine. Its indexes are files, and they do not say what an update mends. */
export const apk: UpdateManager = {
  name: 'apk',
  byFiles: true,
  isUsed: (root) => root.exists(installedDatabase),
  watched: (root) => [installedDatabase, ...caches.filter((folder) => root.exists(folder))],
  fetched: (root) => indexesOf(root).found,
  async updates(root) {
    const { found, missing } = indexesOf(root);
    if (missing.length > 0 || found.length === 0)
      throw new Error(`no index of ${missing[0] ?? 'any repository'} is there: run apk update`);
    const installed = new Map(
      parseApkInstalled(root.read(installedDatabase, 64 * megabyte)).map(({ name, version }) => [name, version]),
    );
    const newest = new Map<string, string>();
    for (const file of found) {
      // A file that holds several compressed members, of which the last is an archive with the index in it.
      const compressed = createReadStream(root.locate(file));
      await pipeline(compressed, createGunzip(), (text) => newestVersions(text, installed, newest));
    }
    return [...installed].flatMap(([name, version]): PendingUpdate[] => {
      const available = newest.get(name);
      const isNewer = available !== undefined && (compareApkVersions(version, available) ?? 0) < 0;
      return isNewer ? [{ name, installed: version, available }] : [];
    });
  },
};

/**
 * Indexes of the repositories that apk takes updates from: `APKINDEX.{8 hex digits of the SHA-1 of the address}.tar.gz`. Those with a
 * tag (`@edge https://...`) are for packages that name the tag.
 */
function indexesOf(root: MachineRoot): { found: string[]; missing: string[] } {
  if (!root.exists(repositories)) return { found: [], missing: [] };
  const addresses = root
    .read(repositories, megabyte)
    .split('\n')
    .map((line) => line.trim().replace(/\/+$/, ''))
    .filter((line) => /^https?:\/\//.test(line))
    .slice(0, 100);
  const located = addresses.map((address) => {
    const hash = createHash('sha1').update(address).digest('hex').slice(0, 8);
    const file = caches.map((folder) => `${folder}/APKINDEX.${hash}.tar.gz`).find((path) => root.exists(path));
    return { address, file };
  });
  return {
    found: located.flatMap(({ file }) => file ?? []),
    missing: located.flatMap(({ address, file }) => (file === undefined ? [address] : [])),
  };
}
