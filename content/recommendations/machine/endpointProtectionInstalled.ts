import { endpointProtection } from '../../../shared/core/posture/checks/endpointProtection';
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
import { sampleChild } from '../../../shared/core/posture/checks/sampleResource';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

const linux = sampleVm('Linux');
const windows = sampleArcMachine('Windows');

export const recommendation: Recommendation = {
  key: 'machine/endpointProtectionInstalled',
  assessmentKey: '4fb67663-9ab9-475d-b026-8c544cced439',
  metadata: {
    displayName: 'Endpoint protection should be installed on your machines',
    description:
      'No product that protects against malware is found on the machine. Ransomware, miners and tools of attackers then run until somebody notices what they do.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'maliciousInsider', 'missingCoverage'],
    remediationDescription:
      'Install an endpoint protection product that your organisation supports, for example Microsoft Defender for Endpoint (package mdatp, extension MDE.Linux or MDE.Windows), CrowdStrike Falcon, SentinelOne, Sophos or ClamAV with clamd, and let it protect in real time.',
    controls: ['enableEndpointProtection'],
  },
  freshnessHours: 8,
  appliesTo: machineTypes,
  judge(machine, graph) {
    const { installed, status } = endpointProtection(machine, graph);
    if (installed && installed.length > 0) return healthy(`Found: ${installed.join(', ')}.`);
    if (/^(real time protection|signatures out of date|action required|no real time protection)$/i.test(status ?? '')) {
      return healthy('An agent reports the state of a product.');
    }
    return installed
      ? unhealthy('ProtectionMissing', 'No product that protects against malware was found on the machine.')
      : unknown('ProtectionNotVisible', 'Nobody has told which programs are installed or run on the machine.');
  },
  cases: [
    {
      name: 'Microsoft Defender on Linux',
      resource: linux,
      related: [linuxFactsOf(linux, { packages: packages('bash', 'mdatp'), processes: processes('systemd') })],
      expect: 'Healthy',
    },
    {
      name: 'a process of a product without package',
      resource: linux,
      related: [linuxFactsOf(linux, { packages: packages('bash'), processes: processes('systemd', 'falcon-sensor') })],
      expect: 'Healthy',
    },
    {
      name: 'an extension of a virtual machine',
      resource: linux,
      related: [
        sampleChild(linux, 'extensions', 'MDE.Linux', {
          publisher: 'Microsoft.Azure.AzureDefenderForServers',
          type: 'MDE.Linux',
          provisioningState: 'Succeeded',
        }),
      ],
      expect: 'Healthy',
    },
    {
      name: 'Microsoft Defender on Windows',
      resource: windows,
      related: [windowsStateOf(windows, 'System', 'MsMpEng')],
      expect: 'Healthy',
    },
    {
      name: 'a Log Analytics row about a Windows machine',
      resource: windows,
      related: [machineRow(windows, 'ProtectionStatus', { ProtectionStatus: 'Real time protection' })],
      expect: 'Healthy',
    },
    {
      name: 'nothing on Linux',
      resource: linux,
      related: [linuxFactsOf(linux, { packages: packages('bash'), processes: processes('systemd') })],
      expect: 'Unhealthy',
    },
    {
      name: 'nothing on Windows',
      resource: windows,
      related: [windowsStateOf(windows, 'System', 'explorer')],
      expect: 'Unhealthy',
    },
    {
      name: 'packages that could not be read',
      resource: linux,
      related: [linuxFactsOf(linux, { unreadable: { packages: 'permission denied', processes: 'permission denied' } })],
      expect: 'Unknown',
    },
    ...unseenMachineCases,
  ],
};
