import type { MachineRoot } from '../machineRoot';
import { parseOsRelease } from '../parse/osRelease';
import type { FoundFacts } from './family';

/** os-release(5): the file in /etc wins over the one in /usr/lib. */
export function readOperatingSystem(root: MachineRoot): FoundFacts {
  const file = root.exists('/etc/os-release') ? '/etc/os-release' : '/usr/lib/os-release';
  const release = parseOsRelease(root.read(file));
  const id = release.ID ?? 'linux';
  const name = release.PRETTY_NAME ?? release.NAME ?? 'Linux';
  return { facts: { os: { family: 'Linux', id, name, version: release.VERSION_ID ?? '' } } };
}
