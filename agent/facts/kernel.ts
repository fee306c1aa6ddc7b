import { arch, machine } from 'node:os';
import type { MachineRoot } from '../machineRoot';
import type { FoundFacts } from './family';

/** `Linux version 6.1.0-18-amd64 (builder@host) ...`: the release is the third word. */
const releaseIn = (version: string) => /^Linux version (\S+)/.exec(version)?.[1];

/** Distributions write the architecture into the release: `6.1.0-18-amd64`, `5.14.0-362.el9.x86_64`. */
const architectureIn = (release: string) => /(?:^|[-.])(x86_64|amd64|aarch64|arm64)$/.exec(release)?.[1];

const kernelNames: Record<string, string> = { amd64: 'x86_64', arm64: 'aarch64' };

/** Below another root the architecture comes from /proc/sys/kernel/arch (Linux 6.1), else from the release, else it is `unknown`. */
export function readKernel(root: MachineRoot): FoundFacts {
  const version = root.exists('/proc/version') ? root.readHead('/proc/version', 4096) : '';
  const release = releaseIn(version) ?? root.read('/proc/sys/kernel/osrelease').trim();
  return { facts: { kernel: { release, architecture: architectureOf(root, release) } } };
}

function architectureOf(root: MachineRoot, release: string): string {
  if (root.live) return machine() || arch();
  const file = '/proc/sys/kernel/arch';
  if (root.exists(file)) return root.readHead(file, 64).trim();
  const named = architectureIn(release) ?? 'unknown';
  return kernelNames[named] ?? named;
}
