import { partialVm } from '../../../shared/core/posture/checks/machineCases';
import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { isPublic, machineInterfaces } from '../../../shared/core/posture/checks/vmNetwork';
import { sampleBalancer, sampleGroup, sampleNetwork } from '../../../shared/core/posture/checks/vmNetworkCases';

const { resource, related } = sampleNetwork({});
const behind = sampleNetwork({ behind: sampleBalancer({ isPublic: true, port: 443 }) });

export const recommendation: Recommendation = {
  key: 'network/internetFacingMachine',
  assessmentKey: '483f12ed-ae23-447e-a2de-a67a10db4353',
  metadata: {
    displayName: 'Internet-facing virtual machines should be protected with network security groups',
    description:
      'The machine has a public address and nothing filters what comes to it: every port on which a program listens is open to the whole Internet.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'Moderate',
    categories: ['Networking', 'Compute'],
    threats: ['accountBreach', 'maliciousInsider', 'dataExfiltration'],
    remediationDescription:
      'Make a network security group that lets in only what the machine serves, and attach it to the subnet or the interface: az network nic update --name <interface> --resource-group <group> --network-security-group <nsg>. Better still, remove the public address and reach the machine through Azure Bastion, a gateway or a load balancer.',
    controls: ['secureManagementPorts', 'restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/f6de0be7-9a8a-4b8a-b349-43cf02d22f7c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge(machine, graph) {
    const interfaces = machineInterfaces(machine, graph);
    if (typeof interfaces === 'string') return unknown('NetworkNotCollected', `${interfaces}.`);
    const facing = interfaces.filter(isPublic);
    const open = facing.filter(({ groups, unclear }) => groups.length === 0 && !unclear);
    if (open.length > 0) {
      const names = open.map((one) => one.resource.name).join(', ');
      return unhealthy('NoSecurityGroup', `Public, and without a network security group: ${names}.`);
    }
    const uncertain = interfaces.find(({ reach }) => reach.unclear !== undefined)?.reach.unclear;
    if (uncertain !== undefined) return unknown('NetworkNotCollected', `It cannot be judged: ${uncertain}.`);
    if (facing.length === 0) return notApplicable('NotInternetFacing', 'No interface of the machine is public.');
    const unclear = facing.find(({ groups }) => groups.length === 0)?.unclear;
    return unclear ? unknown('NetworkNotCollected', `It cannot be judged: ${unclear}.`) : healthy();
  },
  cases: [
    { name: 'a group at the interface', ...sampleNetwork({ atInterface: sampleGroup('nic-nsg') }), expect: 'Healthy' },
    { name: 'a group at the subnet', ...sampleNetwork({ atSubnet: sampleGroup('front-nsg') }), expect: 'Healthy' },
    { name: 'no group', resource, related, expect: 'Unhealthy' },
    { name: 'not public', ...sampleNetwork({ isPublic: false }), expect: 'NotApplicable' },
    {
      name: 'no group behind a public load balancer',
      ...sampleNetwork({ behind: sampleBalancer({ isPublic: true, port: 443 }) }),
      expect: 'Unhealthy',
    },
    {
      name: 'behind an internal load balancer',
      ...sampleNetwork({ behind: sampleBalancer({ isPublic: false, port: 443 }) }),
      expect: 'NotApplicable',
    },
    {
      name: 'a load balancer was not collected',
      resource: behind.resource,
      related: behind.related.slice(0, 2),
      expect: 'Unknown',
    },
    { name: 'the subnet was not collected', resource, related: related.slice(0, 1), expect: 'Unknown' },
    { name: 'the interface was not collected', resource, expect: 'Unknown' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ],
};
