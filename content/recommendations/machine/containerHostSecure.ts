import { judgeLinuxFacts, machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { settingsOf, weaknessesOf } from '../../../shared/core/posture/checks/dockerDaemon';
import { linuxFactsOf, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';

/** The port on which the daemon answers without TLS. */
const plainPort = 2375;

const vm = sampleVm('Linux');
const engine = { name: 'docker', socket: '/run/docker.sock' };
const daemon = (commandLine: string, listeners: object[] = [], settings: object = {}) =>
  linuxFactsOf(vm, {
    containerEngines: [{ ...engine, settings }],
    listeners,
    processes: [{ pid: 7, ppid: 1, uid: 0, name: 'dockerd', commandLine }],
  });

export const recommendation: Recommendation = {
  key: 'machine/containerHostSecure',
  assessmentKey: '0677209d-e675-2c6f-e91a-54cef2878663',
  metadata: {
    displayName: 'Vulnerabilities in container security configurations should be remediated',
    description:
      "The Docker daemon of this machine is configured against the CIS Docker Benchmark. Who reaches a daemon without TLS is root on the host, and images from registries without TLS may be anybody's.",
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['elevationOfPrivilege', 'accountBreach'],
    remediationDescription:
      'Let the daemon listen on its socket only (remove -H tcp:// from the service and `hosts` from /etc/docker/daemon.json), or set tlsverify with a certificate authority of your own. Remove insecure registries. Run docker-bench-security for the rest of the benchmark.',
    controls: ['remediateSecurityConfigurations'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/e8cbc669-f12d-49eb-93e7-9273119e9933',
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeLinuxFacts((facts) => {
    const { containerEngines, processes: running, listeners } = facts;
    const daemons = (running ?? []).filter(({ name }) => name === 'dockerd');
    if (daemons.length === 0) {
      return containerEngines && running && !('processes.others' in facts.unreadable)
        ? notApplicable('NoDocker', 'No Docker daemon runs on the machine.')
        : unknown('DaemonUnreadable', 'The collector could not see whether a Docker daemon runs.');
    }
    const settings = settingsOf(daemons, containerEngines);
    const found = daemons.flatMap(({ commandLine }) => weaknessesOf({ commandLine, settings }));
    const open = (listeners ?? []).some(({ port, protocol }) => port === plainPort && protocol === 'tcp');
    if (open) found.push(`answers on port ${plainPort}, which is meant to be without TLS (2.7)`);
    if (found.length > 0) return unhealthy('WeakContainerHost', `The Docker daemon ${found.join('; ')}.`);
    if (!settings || daemons.some(({ commandLine }) => commandLine === '')) {
      return unknown('ConfigurationUnreadable', 'The collector could not see all settings of the Docker daemon.');
    }
    return listeners
      ? healthy('What can be seen of the daemon follows the benchmark.')
      : unknown('ListenersUnreadable', 'The listening ports could not be read.');
  }),
  cases: [
    {
      name: 'a daemon on its socket',
      resource: vm,
      related: [daemon('/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock')],
      expect: 'Healthy',
    },
    {
      name: 'a daemon on the network that asks for certificates',
      resource: vm,
      related: [daemon('/usr/bin/dockerd -H tcp://192.0.2.4:2376 --tlsverify --tlscacert=/etc/docker/ca.pem')],
      expect: 'Healthy',
    },
    {
      name: 'a daemon on the network',
      resource: vm,
      related: [daemon('/usr/bin/dockerd -H tcp://0.0.0.0:2376')],
      expect: 'Unhealthy',
    },
    {
      name: 'a port that daemon.json opens',
      resource: vm,
      related: [daemon('/usr/bin/dockerd', [{ protocol: 'tcp', address: '0.0.0.0', port: 2375, process: 'dockerd' }])],
      expect: 'Unhealthy',
    },
    {
      name: 'an insecure registry',
      resource: vm,
      related: [daemon('/usr/bin/dockerd --insecure-registry registry.example.com')],
      expect: 'Unhealthy',
    },
    {
      name: 'an insecure registry in daemon.json',
      resource: vm,
      related: [daemon('/usr/bin/dockerd', [], { 'insecure-registries': ['registry.example.com'] })],
      expect: 'Unhealthy',
    },
    {
      name: 'a daemon on the network by daemon.json',
      resource: vm,
      related: [daemon('/usr/bin/dockerd', [], { hosts: ['tcp://192.0.2.4:2376'], tls: ['true'] })],
      expect: 'Unhealthy',
    },
    {
      name: 'a daemon on the network that asks for certificates by daemon.json',
      resource: vm,
      related: [daemon('/usr/bin/dockerd -H tcp://192.0.2.4:2376', [], { tlsverify: ['true'] })],
      expect: 'Healthy',
    },
    {
      name: 'daemon.json was not read',
      resource: vm,
      related: [linuxFactsOf(vm, { ...daemon('/usr/bin/dockerd').properties, containerEngines: [engine] })],
      expect: 'Unknown',
    },
    {
      name: 'a daemon with settings in another place',
      resource: vm,
      related: [daemon('/usr/bin/dockerd --config-file /srv/docker.json')],
      expect: 'Unknown',
    },
    { name: 'a command line that was left out', resource: vm, related: [daemon('')], expect: 'Unknown' },
    {
      name: 'processes that could not be read',
      resource: vm,
      related: [linuxFactsOf(vm, { containerEngines: [engine], unreadable: { processes: 'permission denied' } })],
      expect: 'Unknown',
    },
    {
      name: 'no daemon',
      resource: vm,
      related: [linuxFactsOf(vm, { containerEngines: [], processes: [] })],
      expect: 'NotApplicable',
    },
    { name: 'no facts', resource: vm, expect: 'Unknown' },
  ],
};
