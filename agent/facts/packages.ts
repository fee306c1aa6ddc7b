import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MachineRoot } from '../machineRoot';
import { parseApkInstalled, parseDpkgStatus, parseRpmList, type InstalledPackage } from '../parse/packageDatabases';
import { reasonOf } from '../reasonOf';
import type { FoundFacts } from './family';

const megabyte = 1024 * 1024;

const textDatabases = [
  { file: '/var/lib/dpkg/status', parse: parseDpkgStatus },
  { file: '/lib/apk/db/installed', parse: parseApkInstalled },
];

export const rpmDatabases = ['/var/lib/rpm', '/usr/lib/sysimage/rpm'].flatMap((folder) =>
  ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((file) => `${folder}/${file}`),
);

/** Installed packages of every package manager that has a database on this machine. */
export async function readPackages(root: MachineRoot): Promise<FoundFacts> {
  const databases = textDatabases.filter(({ file }) => root.exists(file));
  const packages = databases.flatMap(({ file, parse }) => parse(root.read(file, 64 * megabyte)));
  const rpmDatabase = rpmDatabases.find((file) => root.exists(file));
  if (rpmDatabase === undefined) {
    if (databases.length === 0) throw new Error('no package database of dpkg, apk or rpm was found');
    return { facts: { packages } };
  }

  const rpm = await askRpm(root, rpmDatabase);
  if (Array.isArray(rpm)) return { facts: { packages: [...packages, ...rpm] } };
  if (databases.length === 0) throw new Error(rpm);
  return { facts: { packages }, unreadable: { 'packages.rpm': rpm } };
}

/** The database of rpm is a binary format of its own, so only rpm itself is asked. A text is the reason why it was not. */
async function askRpm(root: MachineRoot, database: string): Promise<InstalledPackage[] | string> {
  if (!root.live) return `${database} can only be read by rpm on its own machine`;
  const program = ['/usr/bin/rpm', '/bin/rpm'].find((file) => root.exists(file));
  if (program === undefined) return `${database} exists but rpm is not installed`;
  try {
    const query = ['-qa', '--queryformat', '%{NAME}\\t%{EVR}\\n'];
    const { stdout } = await promisify(execFile)(program, query, { timeout: 20_000, maxBuffer: 16 * megabyte });
    return parseRpmList(stdout);
  } catch (error) {
    return `rpm failed: ${reasonOf(error)}`;
  }
}
