import { commonLinuxCases, sampleFacts, sampleMachine } from '../../../shared/core/posture/checks/linuxMachineCases';
import { judgeLinuxFacts, machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { healthy, unhealthy, unknown, type Recommendation } from '../../../shared/core/posture/recommendation';

interface Expectation {
  keys: string[];
  allowed: string[];
  why: string;
  /** A kernel built without the feature does not have the key. */
  optional?: boolean;
}

const both = (family: string, name: string) => [`net.${family}.conf.all.${name}`, `net.${family}.conf.default.${name}`];

/** Values as the kernel documentation gives them (admin-guide/sysctl, networking/ip-sysctl). Routing is left alone: container hosts need it. */
const expectations: Expectation[] = [
  { keys: ['kernel.randomize_va_space'], allowed: ['2'], why: 'memory layout can be foretold' },
  { keys: ['fs.suid_dumpable'], allowed: ['0', '2'], why: 'core dumps show the memory of privileged programs' },
  { keys: ['fs.protected_hardlinks'], allowed: ['1'], why: 'hard links to files of others can be planted' },
  { keys: ['fs.protected_symlinks'], allowed: ['1'], why: 'symbolic links in shared folders are followed' },
  { keys: ['net.ipv4.tcp_syncookies'], allowed: ['1', '2'], why: 'SYN floods fill the connection table' },
  { keys: ['net.ipv4.icmp_echo_ignore_broadcasts'], allowed: ['1'], why: 'broadcast pings are answered' },
  { keys: both('ipv4', 'accept_redirects'), allowed: ['0'], why: 'ICMP redirects can change routes' },
  { keys: both('ipv4', 'accept_source_route'), allowed: ['0'], why: 'senders can choose the route' },
  { keys: both('ipv6', 'accept_redirects'), allowed: ['0'], why: 'ICMP redirects can change routes', optional: true },
  {
    keys: both('ipv6', 'accept_source_route'),
    allowed: ['0', '-1'],
    why: 'senders can choose the route',
    optional: true,
  },
];

const hardened = Object.fromEntries(expectations.flatMap(({ keys, allowed }) => keys.map((key) => [key, allowed[0]!])));
const ipv4Only = Object.fromEntries(Object.entries(hardened).filter(([key]) => !key.startsWith('net.ipv6.')));

export const recommendation: Recommendation = {
  key: 'linux/kernelHardening',
  assessmentKey: '30818a84-b4fc-58eb-8704-ad3fa657cecf',
  metadata: {
    displayName: 'Kernel settings of Linux machines should resist common attacks',
    description:
      'Kernel settings that make memory attacks, planted links and redirected traffic harder are switched off. They cost nothing in normal operation and stop whole classes of attacks.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['elevationOfPrivilege', 'denialOfService'],
    remediationDescription:
      'Write the named keys with the expected values into a file of their own, for example /etc/sysctl.d/60-hardening.conf, and load it with `sysctl --system`. Check that no file later in the order sets them otherwise.',
    controls: ['remediateSecurityConfigurations'],
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeLinuxFacts((facts) => {
    const { sysctl, unreadable } = facts;
    if (sysctl === undefined) {
      const reason = unreadable.sysctl ?? 'no reason given';
      return unknown('KernelSettingsUnreadable', `The kernel settings could not be read: ${reason}.`);
    }
    const weak = expectations.flatMap(({ keys, allowed, why }) =>
      keys
        .filter((key) => sysctl[key] !== undefined && !allowed.includes(sysctl[key]))
        .map((key) => `${key} is ${sysctl[key]}, expected ${allowed.join(' or ')} (${why})`),
    );
    if (weak.length > 0) return unhealthy('WeakKernelSetting', `${weak.join('; ')}.`);
    const missing = expectations
      .flatMap(({ keys, optional }) => keys.filter((key) => !optional || `sysctl.${key}` in unreadable))
      .filter((key) => sysctl[key] === undefined);
    if (missing.length > 0) return unknown('KernelSettingsMissing', `Not reported: ${missing.join(', ')}.`);
    return healthy('All kernel settings that were looked at have the expected values.');
  }),
  cases: [
    {
      name: 'every setting is as expected',
      resource: sampleMachine,
      related: [sampleFacts({ sysctl: hardened })],
      expect: 'Healthy',
    },
    {
      name: 'a kernel without IPv6',
      resource: sampleMachine,
      related: [sampleFacts({ sysctl: ipv4Only })],
      expect: 'Healthy',
    },
    {
      name: 'the memory layout is not random',
      resource: sampleMachine,
      related: [sampleFacts({ sysctl: { ...hardened, 'kernel.randomize_va_space': '0' } })],
      expect: 'Unhealthy',
    },
    {
      name: 'new interfaces accept redirects',
      resource: sampleMachine,
      related: [sampleFacts({ sysctl: { ...hardened, 'net.ipv4.conf.default.accept_redirects': '1' } })],
      expect: 'Unhealthy',
    },
    {
      name: 'some settings were not reported',
      resource: sampleMachine,
      related: [sampleFacts({ sysctl: { 'kernel.randomize_va_space': '2' } })],
      expect: 'Unknown',
    },
    {
      name: 'an IPv6 setting that may not be read',
      resource: sampleMachine,
      related: [
        sampleFacts({
          sysctl: ipv4Only,
          unreadable: { 'sysctl.net.ipv6.conf.all.accept_redirects': 'permission denied: /proc/sys' },
        }),
      ],
      expect: 'Unknown',
    },
    {
      name: 'settings that could not be read',
      resource: sampleMachine,
      related: [sampleFacts({ unreadable: { sysctl: 'no such file: /proc/sys' } })],
      expect: 'Unknown',
    },
    ...commonLinuxCases,
  ],
};
