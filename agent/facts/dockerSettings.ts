import { z } from 'zod';
import type { MachineRoot } from '../machineRoot';
import { reasonOf } from '../reasonOf';

const file = '/etc/docker/daemon.json';
const mostBytes = 256 * 1024;
const mostValues = 100;

const value = z.union([z.string(), z.boolean()]).transform((one) => [String(one)]);
const values = z.array(z.string()).max(mostValues);

/** Those that are judged: others may hold secrets, such as the proxy's password. */
const settingsSchema = z.object({
  hosts: values.exactOptional(),
  tlsverify: value.exactOptional(),
  'insecure-registries': values.exactOptional(),
  iptables: value.exactOptional(),
  'selinux-enabled': value.exactOptional(),
  'storage-driver': value.exactOptional(),
});

/** Settings of the Docker daemon by name, each as a list; none where it has no file. Else why they could not be read. */
export function readDockerSettings(root: MachineRoot): { settings?: Record<string, string[]>; unreadable?: string } {
  try {
    if (!root.exists(file)) return { settings: {} };
    const read = settingsSchema.safeParse(parsed(root.read(file, mostBytes)));
    return read.success ? { settings: read.data } : { unreadable: `no settings of Docker: ${file}` };
  } catch (error) {
    return { unreadable: reasonOf(error) };
  }
}

/** What the parser says of a fault may quote the file. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`no JSON: ${file}`);
  }
}
