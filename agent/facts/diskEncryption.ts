import type { MachineRoot } from '../machineRoot';
import { parseMountInfo, type Mount } from '../parse/mountInfo';
import { isDenied, isMissing } from '../reasonOf';
import type { FoundFacts } from './family';

/** Images that are read only: what they hold is no secret of this machine. */
const images = new Set(['squashfs', 'iso9660', 'erofs']);

/** Layers of devices looked at: a file system on LVM on LUKS on RAID has four. */
const deepest = 8;

/** Mounted block devices, and whether dm-crypt (LUKS) lies somewhere below each. */
export function readDiskEncryption(root: MachineRoot): FoundFacts {
  const mounts = parseMountInfo(readMountInfo(root)).filter(
    ({ source, fileSystem }) => source.startsWith('/dev/') && !images.has(fileSystem),
  );
  const volumes = [...firstOfEach(mounts)].map(({ device, mountPoint, fileSystem, source }) => {
    const encrypted = isEncrypted(root, `/sys/dev/block/${device}`, 0);
    return { mountPoint, device: source, fileSystem, ...(encrypted !== undefined && { encrypted }) };
  });
  return { facts: { diskEncryption: volumes } };
}

/** The mounts of the first process: a service may see others. They may be read with CAP_SYS_PTRACE only. */
function readMountInfo(root: MachineRoot): string {
  try {
    return root.read('/proc/1/mountinfo');
  } catch (error) {
    if (!isDenied(error) && !isMissing(error)) throw error;
    return root.read('/proc/self/mountinfo');
  }
}

/** A device once, at the place where the whole of it is mounted, if there is one. */
function firstOfEach(mounts: Mount[]): Iterable<Mount> {
  const found = new Map<string, Mount>();
  for (const mount of mounts) {
    const known = found.get(mount.source);
    if (known === undefined || (known.root !== '/' && mount.root === '/')) found.set(mount.source, mount);
  }
  return found.values();
}

/** True when the device is one of dm-crypt or all devices that it is made of are; undefined when it is not in /sys. */
function isEncrypted(root: MachineRoot, folder: string, depth: number): boolean | undefined {
  if (depth > deepest || !root.exists(folder)) return undefined;
  if (root.exists(`${folder}/dm/uuid`) && root.readHead(`${folder}/dm/uuid`, 256).startsWith('CRYPT-')) return true;
  const slaves = root.exists(`${folder}/slaves`) ? root.list(`${folder}/slaves`) : [];
  if (slaves.length === 0) return false;
  const below = slaves.map((name) => isEncrypted(root, `${folder}/slaves/${name}`, depth + 1));
  return below.includes(false) ? false : below.includes(undefined) ? undefined : true;
}
