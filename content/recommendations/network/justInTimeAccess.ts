import { isOpen, machinePorts } from '../../../shared/core/posture/checks/machinePorts';
import { managementPorts } from '../../../shared/core/posture/checks/managementPorts';
import {
  healthy,
  notApplicable,
  type Recommendation,
  type ResourceGraph,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { listAt, wordAt } from '../../../shared/core/posture/checks/setting';
import {
  commonPortCases,
  sampleGroup,
  sampleNetwork,
  sampleRule,
} from '../../../shared/core/posture/checks/vmNetworkCases';

const policyType = 'Microsoft.Security/locations/jitNetworkAccessPolicies';

/** Just-in-time access of Defender for Cloud keeps the ports closed by rules that it names itself. */
const ownRule = /^(securitycenter|microsoftdefenderforcloud)-jitrule/;

const hasPolicy = (machineId: string, graph: ResourceGraph): boolean =>
  graph
    .ofType(policyType)
    .some(({ properties }) =>
      (listAt(properties, 'virtualMachines') ?? []).some((one) => wordAt(one, 'id') === machineId.toLowerCase()),
    );

const ssh = sampleRule('ssh', { destinationPortRange: '22' });
const open = sampleNetwork({ atSubnet: sampleGroup('nsg', ssh) });
const closing = sampleRule('MicrosoftDefenderForCloud-JITRule-1_shop', {
  destinationPortRange: '22',
  access: 'Deny',
  priority: 200,
});
const policyFor = (id: string) =>
  sampleResource(policyType, { virtualMachines: [{ id, ports: [{ number: 22, protocol: '*' }] }] });

export const recommendation: Recommendation = {
  key: 'network/justInTimeAccess',
  assessmentKey: '805651bc-6ecd-4c73-9b55-97a19d0582d0',
  metadata: {
    displayName: 'Management ports of virtual machines should be protected with just-in-time network access control',
    description:
      'Management ports of this machine stand open to the Internet all the time, though somebody needs them for an hour a week. With just-in-time access they are closed, and opened on request for one address and a few hours.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'Low',
    categories: ['Networking', 'Compute'],
    threats: ['accountBreach', 'maliciousInsider'],
    remediationDescription:
      'Add the machine to a just-in-time access policy with its management ports, the addresses that may ask and the longest time, and remove the standing rules that allow them. Administrators then request access before they connect.',
    controls: ['secureManagementPorts'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/b0f33259-77d7-4c9e-aac6-3aabcfae693c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge(machine, graph) {
    const ports = machinePorts(machine, graph);
    if (ports === 'none') return notApplicable('NotInternetFacing', 'No interface of the machine is public.');
    if (ports === 'unfiltered') return notApplicable('NoSecurityGroup', 'No network security group is attached.');
    if ('unclear' in ports) return unknown('NetworkNotCollected', `It cannot be judged: ${ports.unclear}.`);
    const exposed = managementPorts.filter(({ port, protocol }) => isOpen(ports[protocol], port));
    const guarded = hasPolicy(machine.id, graph) || ports.rules.some((name) => ownRule.test(name));
    if (guarded) {
      // An approved request opens the port for a while: that is what the policy is for.
      return healthy('A policy opens management ports on request only.');
    }
    return exposed.length > 0
      ? unhealthy('NoJustInTimeAccess', `Open all the time: ${exposed.map(({ port }) => port).join(', ')}.`)
      : notApplicable('PortsClosed', 'No management port is open to the Internet.');
  },
  cases: [
    {
      name: 'the rule of a policy',
      ...sampleNetwork({ atSubnet: sampleGroup('nsg', ssh, closing) }),
      expect: 'Healthy',
    },
    {
      name: 'a policy that names the machine',
      resource: open.resource,
      related: [...open.related, policyFor(open.resource.id)],
      expect: 'Healthy',
    },
    { name: 'SSH open all the time', ...open, expect: 'Unhealthy' },
    {
      name: 'a policy for another machine',
      resource: open.resource,
      related: [...open.related, policyFor(`${open.resource.id}-2`)],
      expect: 'Unhealthy',
    },
    { name: 'closed', ...sampleNetwork({ atSubnet: sampleGroup('nsg') }), expect: 'NotApplicable' },
    ...commonPortCases,
  ],
};
