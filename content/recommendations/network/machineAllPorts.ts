import { judgePorts } from '../../../shared/core/posture/checks/machinePorts';
import { countPorts, manyPorts } from '../../../shared/core/posture/checks/openPorts';
import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import {
  commonPortCases,
  sampleGroup,
  sampleNetwork,
  sampleRule,
} from '../../../shared/core/posture/checks/vmNetworkCases';

const all = sampleRule('all', { destinationPortRange: '*', protocol: '*' });
const wide = sampleRule('wide', { destinationPortRanges: ['443', '10000-20000'] });
const web = sampleRule('web', { destinationPortRanges: ['80', '443'] });
const deny = sampleRule('deny', { destinationPortRange: '*', protocol: '*', access: 'Deny', priority: 200 });

export const recommendation: Recommendation = {
  key: 'network/machineAllPorts',
  assessmentKey: '3b20e985-f71f-483b-b078-f30d73936d43',
  metadata: {
    displayName: 'All network ports should be restricted on network security groups associated to your virtual machine',
    description:
      'Network security groups of this machine let the whole Internet in at all or very many ports. Whatever program is started on it is public at once, also one that nobody thought of.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Networking', 'Compute'],
    threats: ['maliciousInsider', 'dataSpillage', 'dataExfiltration'],
    remediationDescription:
      'Replace the rules that allow * or wide ranges from the Internet by rules for the ports that the machine serves, from the addresses that need them. Flow logs show which ports are in use.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/9daedab3-fb2d-461e-b861-71790eead4f6',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgePorts(({ tcp, udp }) => {
    const most = Math.max(countPorts(tcp), countPorts(udp));
    return most >= manyPorts
      ? unhealthy('ManyPortsOpen', `The Internet reaches ${Math.min(most, 65_536)} ports of the machine.`)
      : healthy();
  }),
  cases: [
    { name: 'a web server', ...sampleNetwork({ atSubnet: sampleGroup('nsg', web) }), expect: 'Healthy' },
    {
      name: 'denied before it is allowed',
      ...sampleNetwork({ atSubnet: sampleGroup('nsg', all, deny) }),
      expect: 'Healthy',
    },
    {
      name: 'everything at the subnet, little at the interface',
      ...sampleNetwork({ atSubnet: sampleGroup('subnet-nsg', all), atInterface: sampleGroup('nic-nsg', web) }),
      expect: 'Healthy',
    },
    { name: 'all ports', ...sampleNetwork({ atInterface: sampleGroup('nsg', all) }), expect: 'Unhealthy' },
    { name: 'a wide range', ...sampleNetwork({ atSubnet: sampleGroup('nsg', wide) }), expect: 'Unhealthy' },
    ...commonPortCases,
  ],
};
