import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';

const gateway = (properties: object) =>
  sampleResource('Microsoft.Network/applicationGateways', { operationalState: 'Running', ...properties });
const sku = (tier: string) => ({ sku: { name: tier, tier, capacity: 2 } });

export const recommendation: Recommendation = {
  key: 'network/applicationGatewayWaf',
  assessmentKey: 'efe75f01-6fff-5d9d-08e6-092b98d3fb3f',
  metadata: {
    displayName: 'Web Application Firewall (WAF) should be enabled for Application Gateway',
    description:
      'The gateway passes every request on to the applications behind it. A web application firewall refuses injections, scripts in parameters and known exploits, also while an application still has the hole.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Networking'],
    threats: ['denialOfService', 'dataExfiltration', 'threatResistance'],
    remediationDescription:
      'Change the tier to WAF_v2 and attach a policy: az network application-gateway waf-policy create --name <policy> --resource-group <group>; az network application-gateway update --name <gateway> --resource-group <group> --sku WAF_v2 --waf-policy <policy>. Begin in detection mode, read the log, then prevent.',
    controls: ['protectAgainstDdos'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/564feb30-bf6a-4854-b4bb-0d2d2d1e6c66',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Network/applicationGateways'],
  judge({ properties }) {
    const enabled = flagAt(properties, 'webApplicationFirewallConfiguration.enabled');
    if (enabled === true || valueAt(properties, 'firewallPolicy.id')) return healthy();
    const tier = wordAt(properties, 'sku.tier');
    if (enabled === false) return unhealthy('FirewallOff', 'The firewall of the gateway is switched off.');
    if (tier === undefined) return unknown('PropertyMissing', 'The snapshot does not tell the tier of the gateway.');
    return unhealthy('NoFirewall', `The gateway (tier ${tier}) has no web application firewall.`);
  },
  cases: [
    {
      name: 'with a policy',
      resource: gateway({ ...sku('WAF_v2'), firewallPolicy: { id: 'policy-1' } }),
      expect: 'Healthy',
    },
    {
      name: 'with a configuration of its own',
      resource: gateway({
        ...sku('WAF'),
        webApplicationFirewallConfiguration: { enabled: true, firewallMode: 'Prevention' },
      }),
      expect: 'Healthy',
    },
    {
      name: 'switched off',
      resource: gateway({ ...sku('WAF_v2'), webApplicationFirewallConfiguration: { enabled: false } }),
      expect: 'Unhealthy',
    },
    { name: 'a tier without it', resource: gateway(sku('Standard_v2')), expect: 'Unhealthy' },
    { name: 'a partial snapshot', resource: gateway({}), expect: 'Unknown' },
  ],
};
