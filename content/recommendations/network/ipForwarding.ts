import { partialVm } from '../../../shared/core/posture/checks/machineCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { flagAt } from '../../../shared/core/posture/checks/setting';
import { machineInterfaces } from '../../../shared/core/posture/checks/vmNetwork';
import { sampleNetwork } from '../../../shared/core/posture/checks/vmNetworkCases';

const { resource } = sampleNetwork({});

export const recommendation: Recommendation = {
  key: 'network/ipForwarding',
  assessmentKey: 'c3b51c94-588b-426b-a892-24696f9e54cc',
  metadata: {
    displayName: 'IP forwarding on your virtual machine should be disabled',
    description:
      'An interface of this machine takes packets that are meant for others. Only routers, firewalls and the like need that; on any other machine it lets an intruder redirect and read the traffic of its neighbours.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'Moderate',
    categories: ['Networking', 'Compute'],
    threats: ['dataExfiltration', 'dataSpillage', 'accountBreach'],
    remediationDescription:
      'Unless the machine is a network appliance, switch it off: az network nic update --name <interface> --resource-group <group> --ip-forwarding false. Exempt appliances with the reason.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/bd352bd5-2853-4985-bf0d-73806b4a5744',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge(machine, graph) {
    const interfaces = machineInterfaces(machine, graph);
    if (typeof interfaces === 'string') return unknown('NetworkNotCollected', `${interfaces}.`);
    const flags = interfaces.map((one) => flagAt(one.resource.properties, 'enableIPForwarding'));
    if (flags.includes(true))
      return unhealthy('ForwardingOn', 'An interface forwards packets that are meant for others.');
    return flags.every((flag) => flag === false)
      ? healthy()
      : unknown('PropertyMissing', 'The snapshot of an interface does not tell whether it forwards.');
  },
  cases: [
    { name: 'off', ...sampleNetwork({}), expect: 'Healthy' },
    { name: 'on', ...sampleNetwork({ forwards: true }), expect: 'Unhealthy' },
    { name: 'the interface was not collected', resource, expect: 'Unknown' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ],
};
