import { linuxFacts, systemOf, windowsState } from '../../../shared/core/posture/checks/machine';
import {
  linuxFactsOf,
  sampleArcMachine,
  partialVm,
  sampleVm,
  windowsStateOf,
} from '../../../shared/core/posture/checks/machineCases';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

const linux = sampleVm('Linux');
const windows = sampleArcMachine('Windows');

export const recommendation: Recommendation = {
  key: 'machine/agentInstalled',
  // Microsoft's counterparts ask for the retired Log Analytics agent: UUIDv5 (URL) of the key.
  assessmentKey: '0ce9e5a4-db86-5976-84f2-a66494daa9ca',
  metadata: {
    displayName: 'The Skywarden agent should be installed on your machines',
    description:
      'No facts have come from this machine. Without them nobody knows which updates it lacks, how it is configured, whether it is protected against malware and what happens on it.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Make an onboarding command (`skywarden token` or the page of machines), and run it on the machine as an administrator. Where automatic provisioning is switched on, a task does so. If the agent is there, look at its log: it says why nothing arrives.',
    controls: [
      'applySystemUpdates',
      'remediateSecurityConfigurations',
      'applyAdaptiveApplicationControl',
      'enableEndpointProtection',
    ],
  },
  freshnessHours: 24,
  appliesTo: machineTypes,
  judge(machine, graph) {
    if (linuxFacts(graph) || windowsState(graph)) return healthy('Facts of this machine arrive.');
    return systemOf(machine)
      ? unhealthy('AgentMissing', 'No agent has sent facts of this machine.')
      : unknown('PropertyMissing', 'The snapshot does not tell which operating system the machine has.');
  },
  cases: [
    { name: 'facts of Linux', resource: linux, related: [linuxFactsOf(linux, {})], expect: 'Healthy' },
    { name: 'facts of Windows', resource: windows, related: [windowsStateOf(windows, 'System')], expect: 'Healthy' },
    { name: 'a new virtual machine', resource: linux, expect: 'Unhealthy' },
    { name: 'a machine that only Arc knows', resource: windows, expect: 'Unhealthy' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ],
};
