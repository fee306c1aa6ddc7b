import { machineTypes, judgeLinuxFacts } from '../../../shared/core/posture/checks/linuxMachine';
import { linuxFactsOf, processes, sampleArcMachine, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import type { MachineFacts } from '../../../shared/model/machineFacts';

/** The engine and the node agent of Kubernetes, by their processes. */
const engines = new Set(['dockerd', 'containerd', 'podman', 'crio', 'conmon']);
const kubernetes = new Set(['kubelet', 'k3s-server', 'k3s-agent', 'rke2', 'k0s', 'microk8s']);

const nameOf = ({ name, exe }: { name: string; exe?: string | undefined }): string =>
  (exe?.split('/').at(-1) ?? name).toLowerCase();

function enginesOf({ containerEngines, processes: running }: MachineFacts): string[] {
  const sockets = (containerEngines ?? []).filter(({ socket }) => socket !== undefined).map(({ name }) => name);
  return [...new Set([...sockets, ...(running ?? []).map(nameOf).filter((name) => engines.has(name))])];
}

const vm = sampleVm('Linux');
const arc = sampleArcMachine('Linux');
const docker = [{ name: 'docker', program: '/usr/bin/dockerd', socket: '/run/docker.sock' }];

export const recommendation: Recommendation = {
  key: 'machine/unmanagedContainerHost',
  assessmentKey: '2da4ceb7-c670-5ba3-a6d6-8b25a2e18978',
  metadata: {
    displayName: 'Container hosts should be managed by Kubernetes',
    description:
      'A container engine runs on this machine and no cluster manages it. Nobody decides which images may run here, updates them or limits what a container may do, and policies of clusters do not reach it.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'High',
    categories: ['Compute'],
    threats: ['missingCoverage', 'elevationOfPrivilege'],
    remediationDescription:
      'Move the containers to Azure Kubernetes Service or Container Apps, or connect the cluster to Azure Arc. If the engine is not needed, remove it. Where a single host must stay, harden it by the CIS Docker Benchmark, scan its images and exempt the machine with the reason.',
    controls: ['implementSecurityBestPractices'],
  },
  freshnessHours: 24,
  appliesTo: machineTypes,
  judge: judgeLinuxFacts((facts) => {
    const { processes: running, unreadable } = facts;
    const found = enginesOf(facts);
    const managed = (running ?? []).map(nameOf).some((name) => kubernetes.has(name));
    if (found.length > 0 && managed) return healthy(`${found.join(', ')} is managed by Kubernetes.`);
    if (found.length > 0 && running) {
      return unhealthy('UnmanagedContainerHost', `${found.join(', ')} runs without Kubernetes.`);
    }
    if (facts.containerEngines === undefined || running === undefined || 'processes.others' in unreadable) {
      return unknown('EnginesUnreadable', 'The collector could not see all engines and processes.');
    }
    return healthy('No container engine runs.');
  }),
  cases: [
    {
      name: 'no engine',
      resource: vm,
      related: [linuxFactsOf(vm, { containerEngines: [], processes: processes('systemd') })],
      expect: 'Healthy',
    },
    {
      name: 'a node of a cluster',
      resource: vm,
      related: [linuxFactsOf(vm, { containerEngines: docker, processes: processes('containerd', 'kubelet') })],
      expect: 'Healthy',
    },
    {
      name: 'Docker on a virtual machine',
      resource: vm,
      related: [linuxFactsOf(vm, { containerEngines: docker, processes: processes('systemd', 'dockerd') })],
      expect: 'Unhealthy',
    },
    {
      name: 'Podman on a machine outside Azure',
      resource: arc,
      related: [linuxFactsOf(arc, { containerEngines: [], processes: processes('systemd', 'conmon') })],
      expect: 'Unhealthy',
    },
    {
      name: 'processes that could not be read',
      resource: vm,
      related: [linuxFactsOf(vm, { containerEngines: docker, unreadable: { processes: 'permission denied' } })],
      expect: 'Unknown',
    },
    { name: 'no facts', resource: vm, expect: 'Unknown' },
    { name: 'a Windows machine', resource: sampleVm('Windows'), expect: 'NotApplicable' },
  ],
};
