import type { MachineFacts } from '../../../model/machineFacts';

type Running = NonNullable<MachineFacts['processes']>[number];

/** The options of a Docker daemon: a setting of daemon.json is a flag of its command line by its own name, a list of it by its singular. */
export interface DaemonOptions {
  commandLine: string;
  settings: Readonly<Record<string, string[]>> | undefined;
}

interface Weakness {
  /** Undefined: it depends on settings that were not read. */
  isThere: (options: DaemonOptions) => boolean | undefined;
  why: string;
}

const valuesOf = ({ settings }: DaemonOptions, key: string): string[] => settings?.[key] ?? [];

/** Of the CIS Docker Benchmark, what the command line and daemon.json show. */
const weaknesses: Weakness[] = [
  {
    isThere: (options) => {
      const { commandLine, settings } = options;
      const onNetwork =
        /(?:-H|--host)[= ]tcp:\/\//.test(commandLine) ||
        valuesOf(options, 'hosts').some((host) => host.startsWith('tcp://'));
      const verifies = /--tlsverify(?!=false)/.test(commandLine) || valuesOf(options, 'tlsverify').includes('true');
      if (!onNetwork || verifies) return false;
      return settings ? true : undefined;
    },
    why: 'answers on the network without asking for a certificate (2.7)',
  },
  {
    isThere: (options) =>
      options.commandLine.includes('--insecure-registry') || valuesOf(options, 'insecure-registries').length > 0,
    why: 'takes images from registries without TLS (2.5)',
  },
  {
    isThere: (options) =>
      options.commandLine.includes('--iptables=false') || valuesOf(options, 'iptables').includes('false'),
    why: 'does not separate the networks of containers (2.4)',
  },
  {
    isThere: (options) =>
      options.commandLine.includes('--selinux-enabled=false') || valuesOf(options, 'selinux-enabled').includes('false'),
    why: 'confines no container by SELinux (5.3)',
  },
  {
    isThere: (options) =>
      /--storage-driver[= ]aufs/.test(options.commandLine) || valuesOf(options, 'storage-driver').includes('aufs'),
    why: 'uses the storage driver aufs (2.6)',
  },
];

export const weaknessesOf = (options: DaemonOptions): string[] =>
  weaknesses.filter(({ isThere }) => isThere(options) === true).map(({ why }) => why);

/**
 * The settings that a daemon reads, as far as the collector has them: those of the machine's own file. A daemon of a single user, one that
 * names another file, and several daemons, of which some run in containers, have others.
 */
export function settingsOf(
  daemons: readonly Running[],
  engines: MachineFacts['containerEngines'],
): DaemonOptions['settings'] {
  const [only, ...others] = daemons;
  if (!only || others.length > 0 || only.uid !== 0) return undefined;
  const named = /--config-file(?:[= ](\S+))?/.exec(only.commandLine);
  if (named && named[1] !== '/etc/docker/daemon.json') return undefined;
  return engines?.find(({ name }) => name === 'docker')?.settings;
}
