import { ambiguousPriority } from '../../../shared/core/posture/checks/nsg';
import { countPorts, manyPorts, openPorts } from '../../../shared/core/posture/checks/openPorts';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { inboundRules } from '../../../shared/core/posture/checks/securityRules';
import { sampleGroup, sampleRule } from '../../../shared/core/posture/checks/vmNetworkCases';

const group = (...rules: object[]) => sampleGroup('shop-nsg', ...rules);

export const recommendation: Recommendation = {
  key: 'network/permissiveGroup',
  // Microsoft's assessment of this subject judges virtual machines; a group has no counterpart: UUIDv5 (URL) of the key.
  assessmentKey: '7ead470e-5b17-5eb1-abab-b4d47edccb5f',
  metadata: {
    displayName: 'Network security groups should not open wide ranges of ports to the Internet',
    description:
      'This group lets the whole Internet in at all or very many ports. Everything that is ever put behind it is public at once, also what nobody meant to publish.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Networking'],
    threats: ['maliciousInsider', 'dataSpillage', 'dataExfiltration'],
    remediationDescription:
      'Replace rules that allow * or wide ranges from the Internet by rules for the single ports that are served, and remove those that nobody needs: az network nsg rule update --nsg-name <group> --resource-group <group> --name <rule> --destination-port-ranges 443',
    controls: ['restrictUnauthorizedNetworkAccess'],
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Network/networkSecurityGroups'],
  judge(resource, graph) {
    const readings = inboundRules(resource, graph);
    if (typeof readings === 'string') return unknown('RulesUnreadable', `The rules cannot be judged: ${readings}.`);
    const priority = readings.map(ambiguousPriority).find((one) => one !== undefined);
    if (priority !== undefined) {
      return unknown('AmbiguousPriority', `Rules of different access share the priority ${priority}.`);
    }
    const counts = readings.flatMap((rules) =>
      (['tcp', 'udp'] as const).map((protocol) => countPorts(openPorts([rules], protocol))),
    );
    const most = Math.max(...counts);
    return most >= manyPorts ? unhealthy('ManyPortsOpen', `The Internet is let in at ${most} ports.`) : healthy();
  },
  cases: [
    { name: 'no rules', resource: group(), expect: 'Healthy' },
    {
      name: 'single ports',
      resource: group(sampleRule('web', { destinationPortRanges: ['80', '443', '8000-8010'] })),
      expect: 'Healthy',
    },
    {
      name: 'all ports to one network',
      resource: group(sampleRule('office', { destinationPortRange: '*', sourceAddressPrefix: '203.0.113.0/24' })),
      expect: 'Healthy',
    },
    {
      name: 'all ports',
      resource: group(sampleRule('any', { destinationPortRange: '*', protocol: '*' })),
      expect: 'Unhealthy',
    },
    {
      name: 'a wide range of UDP, in the list of ranges',
      resource: group(sampleRule('media', { destinationPortRanges: ['10000-20000'], protocol: 'Udp' })),
      expect: 'Unhealthy',
    },
    {
      name: 'rules not in the snapshot',
      resource: sampleResource('Microsoft.Network/networkSecurityGroups', { provisioningState: 'Succeeded' }),
      expect: 'Unknown',
    },
    {
      name: 'a rule without ports',
      resource: group(sampleRule('ssh', { destinationPortRange: undefined })),
      expect: 'Unknown',
    },
  ],
};
