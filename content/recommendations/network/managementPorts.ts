import { managementPorts } from '../../../shared/core/posture/checks/managementPorts';
import { ambiguousPriority, internetAccess } from '../../../shared/core/posture/checks/nsg';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { inboundRules } from '../../../shared/core/posture/checks/securityRules';
import type { Resource } from '../../../shared/model/resource';

const groupId =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Network/networkSecurityGroups/shop-nsg';

const group = (properties: Resource['properties']): Resource => ({
  id: groupId,
  name: 'shop-nsg',
  type: 'Microsoft.Network/networkSecurityGroups',
  location: 'westeurope',
  properties,
});

const rule = (name: string, properties: Record<string, unknown>): Resource => ({
  id: `${groupId}/securityRules/${name}`,
  name,
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  properties: {
    protocol: 'Tcp',
    sourcePortRange: '*',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
    access: 'Allow',
    direction: 'Inbound',
    priority: 300,
    ...properties,
  },
});

const sshFromAnywhere = rule('ssh', { destinationPortRange: '22' });
const rdpAmongOthers = rule('apps', { destinationPortRanges: ['443', '3000-4000'], sourceAddressPrefix: 'Internet' });
const sshFromOffice = rule('ssh', { destinationPortRange: '22', sourceAddressPrefix: '203.0.113.0/24' });
const denyInternet = rule('deny', { destinationPortRange: '*', protocol: '*', access: 'Deny', priority: 200 });

export const recommendation: Recommendation = {
  key: 'network/managementPorts',
  // Microsoft's assessment of this subject judges virtual machines; a group has no counterpart: UUIDv5 (URL) of the key.
  assessmentKey: '28db87c0-496c-5670-b60d-4d613128ff9d',
  metadata: {
    displayName: 'Management ports should be closed to the Internet in network security groups',
    description:
      'SSH, RDP and WinRM that the whole Internet can reach are found by scanners within minutes and attacked with stolen ' +
      'and guessed passwords. A network security group should let only known networks in.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'Low',
    categories: ['Networking'],
    threats: ['accountBreach', 'elevationOfPrivilege'],
    remediationDescription:
      'Replace the source of the named rule with the addresses that administer the machines, remove the rule, or use ' +
      'Azure Bastion or just-in-time access: az network nsg rule update --nsg-name <group> --resource-group <group> ' +
      '--name <rule> --source-address-prefixes 203.0.113.0/24',
    controls: ['secureManagementPorts'],
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Network/networkSecurityGroups'],
  judge(resource, graph) {
    const readings = inboundRules(resource, graph);
    if (typeof readings === 'string') return unknown('RulesUnreadable', `The rules cannot be judged: ${readings}.`);
    for (const rules of readings) {
      const priority = ambiguousPriority(rules);
      if (priority !== undefined) {
        return unknown('AmbiguousPriority', `Rules of different access share the priority ${priority}.`);
      }
    }
    const open = managementPorts.flatMap(({ port, protocol }) => {
      const access = readings
        .map((rules) => internetAccess(rules, port, protocol))
        .find((one) => one.access === 'allow');
      return access?.access === 'allow' ? [`${port}/${protocol} (rule ${access.rule})`] : [];
    });
    return open.length > 0 ? unhealthy('OpenToInternet', `Open to the Internet: ${open.join(', ')}.`) : healthy();
  },
  cases: [
    { name: 'no rules', resource: group({ securityRules: [] }), expect: 'Healthy' },
    { name: 'SSH from one network', resource: group({ securityRules: [sshFromOffice] }), expect: 'Healthy' },
    { name: 'SSH from anywhere', resource: group({ securityRules: [sshFromAnywhere] }), expect: 'Unhealthy' },
    { name: 'RDP in a list of ranges', resource: group({ securityRules: [rdpAmongOthers] }), expect: 'Unhealthy' },
    {
      name: 'denied before it is allowed',
      resource: group({ securityRules: [sshFromAnywhere, denyInternet] }),
      expect: 'Healthy',
    },
    { name: 'rule stored as a child', resource: group({}), related: [sshFromAnywhere], expect: 'Unhealthy' },
    { name: 'rules not in the snapshot', resource: group({ provisioningState: 'Succeeded' }), expect: 'Unknown' },
    {
      name: 'rule without ports',
      resource: group({ securityRules: [rule('ssh', { destinationPortRange: undefined })] }),
      expect: 'Unknown',
    },
  ],
};
