import type { MachineRoot } from '../machineRoot';
import { readDockerSettings } from './dockerSettings';
import type { FoundFacts } from './family';

const engines = [
  { name: 'docker', programs: ['/usr/bin/dockerd', '/usr/sbin/dockerd'], sockets: ['/run/docker.sock'] },
  {
    name: 'containerd',
    programs: ['/usr/bin/containerd', '/usr/local/bin/containerd'],
    sockets: ['/run/containerd/containerd.sock', '/run/k3s/containerd/containerd.sock'],
  },
  { name: 'podman', programs: ['/usr/bin/podman'], sockets: ['/run/podman/podman.sock'] },
  { name: 'cri-o', programs: ['/usr/bin/crio', '/usr/local/bin/crio'], sockets: ['/run/crio/crio.sock'] },
];

/** Engines in their usual places; those of a single user (rootless) are not looked for. */
export function readContainerEngines(root: MachineRoot): FoundFacts {
  const found = engines.flatMap(({ name, programs, sockets }) => {
    const program = programs.find((path) => root.exists(path));
    const socket = sockets.find((path) => root.exists(path));
    return program || socket ? [{ name, ...(program && { program }), ...(socket && { socket }) }] : [];
  });
  if (!found.some(({ name }) => name === 'docker')) return { facts: { containerEngines: found } };
  const { settings, unreadable } = readDockerSettings(root);
  const containerEngines = found.map((one) => (one.name === 'docker' && settings ? { ...one, settings } : one));
  return {
    facts: { containerEngines },
    ...(unreadable && { unreadable: { 'containerEngines.settings': unreadable } }),
  };
}
