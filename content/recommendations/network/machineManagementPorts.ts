import { isOpen, judgePorts } from '../../../shared/core/posture/checks/machinePorts';
import { managementPorts } from '../../../shared/core/posture/checks/managementPorts';
import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import {
  commonPortCases,
  sampleBalancer,
  sampleGroup,
  sampleNetwork,
  sampleRule,
} from '../../../shared/core/posture/checks/vmNetworkCases';

const ssh = sampleRule('ssh', { destinationPortRange: '22' });
const rdpAmongOthers = sampleRule('apps', {
  destinationPortRanges: ['443', '3000-4000'],
  sourceAddressPrefix: 'Internet',
});
const office = sampleRule('ssh', { destinationPortRange: '22', sourceAddressPrefix: '203.0.113.0/24' });

export const recommendation: Recommendation = {
  key: 'network/machineManagementPorts',
  assessmentKey: 'bc303248-3d14-44c2-96a0-55f5c326b5fe',
  metadata: {
    displayName: 'Management ports should be closed on your virtual machines',
    description:
      'The whole Internet reaches SSH, RDP or WinRM of this machine. Scanners find such a port within minutes and try stolen and guessed passwords on it without pause.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'Low',
    categories: ['Networking', 'Compute'],
    threats: ['accountBreach', 'elevationOfPrivilege'],
    remediationDescription:
      'Let only the addresses of your administrators in, or nobody: use Azure Bastion or just-in-time access. az network nsg rule update --nsg-name <group> --resource-group <group> --name <rule> --source-address-prefixes 203.0.113.0/24',
    controls: ['secureManagementPorts'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/22730e10-96f6-4aac-ad84-9383d35b5917',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge: judgePorts((ports) => {
    const open = managementPorts.filter(({ port, protocol }) => isOpen(ports[protocol], port));
    return open.length > 0
      ? unhealthy('OpenToInternet', `Open: ${open.map(({ port, protocol }) => `${port}/${protocol}`).join(', ')}.`)
      : healthy();
  }),
  cases: [
    {
      name: 'a web server',
      ...sampleNetwork({ atSubnet: sampleGroup('nsg', sampleRule('web', { destinationPortRange: '443' })) }),
      expect: 'Healthy',
    },
    { name: 'SSH from one network', ...sampleNetwork({ atSubnet: sampleGroup('nsg', office) }), expect: 'Healthy' },
    {
      name: 'open at the subnet, closed at the interface',
      ...sampleNetwork({ atSubnet: sampleGroup('subnet-nsg', ssh), atInterface: sampleGroup('nic-nsg') }),
      expect: 'Healthy',
    },
    { name: 'SSH from anywhere', ...sampleNetwork({ atInterface: sampleGroup('nsg', ssh) }), expect: 'Unhealthy' },
    {
      name: 'RDP in a list of ranges, from the service tag',
      ...sampleNetwork({ atSubnet: sampleGroup('nsg', rdpAmongOthers) }),
      expect: 'Unhealthy',
    },
    {
      name: 'open at the subnet and at the interface',
      ...sampleNetwork({
        atSubnet: sampleGroup('subnet-nsg', ssh),
        atInterface: sampleGroup('nic-nsg', rdpAmongOthers, ssh),
      }),
      expect: 'Unhealthy',
    },
    {
      name: 'SSH through a public load balancer',
      ...sampleNetwork({
        behind: sampleBalancer({ isPublic: true, port: 22 }),
        atSubnet: sampleGroup('nsg', ssh),
      }),
      expect: 'Unhealthy',
    },
    {
      name: 'a group that lets SSH in, behind a load balancer that forwards another port',
      ...sampleNetwork({
        behind: sampleBalancer({ isPublic: true, port: 443 }),
        atSubnet: sampleGroup('nsg', ssh),
      }),
      expect: 'Healthy',
    },
    ...commonPortCases,
  ],
};
