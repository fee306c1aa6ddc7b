import { guestAssignment, guestCompliance } from '../../../shared/core/posture/checks/guestConfiguration';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { linuxFacts, systemOf, windowsState } from '../../../shared/core/posture/checks/machine';
import {
  linuxFactsOf,
  processes,
  sampleVm,
  unseenMachineCases,
  windowsStateOf,
} from '../../../shared/core/posture/checks/machineCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import type { MachineFacts } from '../../../shared/model/machineFacts';
import type { Verdict } from '../../../shared/model/judgement';

/** Programs that let only known applications start. AppLocker and WDAC are no process: guest configuration tells of them. */
const products: Readonly<Record<string, string>> = {
  fapolicyd: 'fapolicyd',
  parity: 'Carbon Black App Control',
  b9daemon: 'Carbon Black App Control',
  threatlockerservice: 'ThreatLocker',
  airlockclient: 'Airlock',
  'app-control': 'Trellix Application Control',
  scsrvc: 'Trellix Application Control',
};

const productIn = (programs: { name: string }[] = []): string | undefined =>
  programs.map(({ name }) => products[name.toLowerCase().replace(/\.exe$/, '')]).find(Boolean);

function judgeLinux(facts: MachineFacts): Verdict {
  const product = productIn(facts.processes);
  if (product) return healthy(`${product} decides which programs may start.`);
  const access = facts.mandatoryAccess;
  if (access?.selinux === 'enforcing') return healthy('SELinux is enforcing.');
  if (access?.apparmor && access.apparmor.enforced > 0) {
    return healthy(`AppArmor enforces ${access.apparmor.enforced} profiles.`);
  }
  if (!access?.apparmor || !facts.processes || 'processes.others' in facts.unreadable) {
    return unknown('ApplicationControlNotVisible', 'The collector could not see all that may control programs.');
  }
  return unhealthy('NoApplicationControl', 'Neither fapolicyd nor SELinux nor AppArmor confines what programs do.');
}

const linux = sampleVm('Linux');
const windows = sampleVm('Windows');
const access = (mandatoryAccess: object, names = ['systemd']) =>
  linuxFactsOf(linux, { mandatoryAccess, processes: processes(...names) });
const none = { selinux: 'absent', apparmor: { enforced: 0, loaded: 0 } };

export const recommendation: Recommendation = {
  key: 'machine/applicationControl',
  assessmentKey: '35f45c95-27cf-4e52-891f-8390d1de5828',
  metadata: {
    displayName: 'Adaptive application controls for defining safe applications should be enabled on your machines',
    description:
      'Any program may start on this machine and do all that its user may. Where only known applications run, or each is confined to what it needs, malware and tools of attackers fail at the first step.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'High',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'maliciousInsider', 'elevationOfPrivilege'],
    remediationDescription:
      'Linux: set SELinux to enforcing (/etc/selinux/config), or load AppArmor profiles and enforce them (aa-enforce), and on servers with a fixed set of programs run fapolicyd. Windows: write a policy for Windows Defender Application Control or AppLocker, run it in audit mode until nothing wanted is in its log, then enforce it.',
    controls: ['applyAdaptiveApplicationControl'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/47a6b606-51aa-4496-8bb7-64b11cf66adc',
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge(machine, graph) {
    const assigned = guestCompliance(graph, /applocker|applicationcontrol|wdac/i);
    if (assigned === 'compliant') return healthy('Guest configuration finds application control in force.');
    if (assigned === 'noncompliant') {
      return unhealthy('NoApplicationControl', 'Guest configuration finds application control not in force.');
    }
    const facts = linuxFacts(graph);
    if (facts) return judgeLinux(facts);
    const product = productIn(windowsState(graph)?.runningProcesses);
    if (product) return healthy(`${product} decides which programs may start.`);
    return systemOf(machine) === 'Windows'
      ? unknown(
          'ApplicationControlNotVisible',
          'AppLocker and WDAC show in guest configuration only, and none is assigned.',
        )
      : unknown('MachineFactsMissing', 'The collector has sent no facts of this machine.');
  },
  cases: [
    { name: 'SELinux', resource: linux, related: [access({ selinux: 'enforcing' })], expect: 'Healthy' },
    {
      name: 'AppArmor',
      resource: linux,
      related: [access({ selinux: 'absent', apparmor: { enforced: 12, loaded: 20 } })],
      expect: 'Healthy',
    },
    { name: 'fapolicyd', resource: linux, related: [access(none, ['systemd', 'fapolicyd'])], expect: 'Healthy' },
    {
      name: 'AppLocker by guest configuration',
      resource: windows,
      related: [guestAssignment(windows, 'AppLockerBaseline', 'Compliant')],
      expect: 'Healthy',
    },
    {
      name: 'a product on Windows',
      resource: windows,
      related: [windowsStateOf(windows, 'System', 'ThreatLockerService')],
      expect: 'Healthy',
    },
    { name: 'nothing on Linux', resource: linux, related: [access(none)], expect: 'Unhealthy' },
    {
      name: 'SELinux is permissive',
      resource: linux,
      related: [access({ ...none, selinux: 'permissive' })],
      expect: 'Unhealthy',
    },
    {
      name: 'AppLocker is not in force',
      resource: windows,
      related: [guestAssignment(windows, 'AppLockerBaseline', 'NonCompliant')],
      expect: 'Unhealthy',
    },
    {
      name: 'profiles of AppArmor may not be counted',
      resource: linux,
      related: [access({ selinux: 'absent' })],
      expect: 'Unknown',
    },
    {
      name: 'Windows without guest configuration',
      resource: windows,
      related: [windowsStateOf(windows, 'System')],
      expect: 'Unknown',
    },
    ...unseenMachineCases,
  ],
};
