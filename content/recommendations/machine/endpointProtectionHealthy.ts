import { endpointProtection } from '../../../shared/core/posture/checks/endpointProtection';
import { systemOf } from '../../../shared/core/posture/checks/machine';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import {
  linuxFactsOf,
  machineRow,
  packages,
  processes,
  sampleArcMachine,
  sampleVm,
  unseenMachineCases,
  windowsStateOf,
} from '../../../shared/core/posture/checks/machineCases';
import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import type { Verdict } from '../../../shared/model/judgement';

/** The words of the table ProtectionStatus. */
function fromStatus(status: string): Verdict | undefined {
  const word = status.trim().toLowerCase();
  if (word === 'real time protection') return healthy('Real-time protection is on.');
  if (word === '' || word === 'unknown' || word === 'not reporting') return undefined;
  return unhealthy('ProtectionImpaired', `The product reports: ${status.trim().slice(0, 100)}.`);
}

const linux = sampleVm('Linux');
const windows = sampleArcMachine('Windows');

export const recommendation: Recommendation = {
  key: 'machine/endpointProtectionHealthy',
  assessmentKey: '37a3689a-818e-4a0e-82ac-b1392b9bb000',
  metadata: {
    displayName: 'Endpoint protection health issues should be resolved on your machines',
    description:
      'A product that protects against malware is installed but does not protect: its process does not run, real-time protection is off, or its signatures are out of date. Attackers switch it off before they begin.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'maliciousInsider', 'missingCoverage'],
    remediationDescription:
      'Start the service of the named product and find out who stopped it (for Microsoft Defender on Linux: systemctl status mdatp, mdatp health; on Windows: Get-MpComputerStatus). Switch real-time protection on, fetch signatures, and turn on tamper protection.',
    controls: ['enableEndpointProtection'],
  },
  freshnessHours: 8,
  appliesTo: machineTypes,
  judge(machine, graph) {
    const { installed, running, status } = endpointProtection(machine, graph);
    const reported = fromStatus(status ?? '');
    if (reported) return reported;
    if (!installed) return unknown('ProtectionNotVisible', 'Nobody has told what protects the machine.');
    if (installed.length === 0) return notApplicable('ProtectionMissing', 'No product is installed.');
    if (!running) return unknown('ProcessesUnreadable', 'Nobody has told which processes run on the machine.');
    if (running.length === 0) {
      return unhealthy('ProtectionNotRunning', `Installed, but not running: ${installed.join(', ')}.`);
    }
    return systemOf(machine) === 'Windows'
      ? unknown(
          'ProtectionStateMissing',
          `${running.join(', ')} runs; whether it protects in real time is not reported.`,
        )
      : healthy(`Running: ${running.join(', ')}.`);
  },
  cases: [
    {
      name: 'the process of the product runs',
      resource: linux,
      related: [linuxFactsOf(linux, { packages: packages('mdatp'), processes: processes('systemd', 'wdavdaemon') })],
      expect: 'Healthy',
    },
    {
      name: 'real-time protection of Windows',
      resource: windows,
      related: [machineRow(windows, 'ProtectionStatus', { ProtectionStatus: 'Real time protection' })],
      expect: 'Healthy',
    },
    {
      name: 'installed, but stopped',
      resource: linux,
      related: [linuxFactsOf(linux, { packages: packages('mdatp'), processes: processes('systemd') })],
      expect: 'Unhealthy',
    },
    {
      name: 'signatures are old',
      resource: windows,
      related: [machineRow(windows, 'ProtectionStatus', { ProtectionStatus: 'Signatures out of date' })],
      expect: 'Unhealthy',
    },
    {
      name: 'a process on Windows that says nothing of its state',
      resource: windows,
      related: [windowsStateOf(windows, 'MsMpEng')],
      expect: 'Unknown',
    },
    {
      name: 'an agent that does not report',
      resource: windows,
      related: [machineRow(windows, 'ProtectionStatus', { ProtectionStatus: 'Not Reporting' })],
      expect: 'Unknown',
    },
    {
      name: 'processes that may not be seen',
      resource: linux,
      related: [
        linuxFactsOf(linux, {
          packages: packages('mdatp'),
          processes: processes('skywarden'),
          unreadable: { 'processes.others': 'hidden by /proc (hidepid)' },
        }),
      ],
      expect: 'Unknown',
    },
    {
      name: 'no product',
      resource: linux,
      related: [linuxFactsOf(linux, { packages: packages('bash'), processes: processes('systemd') })],
      expect: 'NotApplicable',
    },
    ...unseenMachineCases,
  ],
};
