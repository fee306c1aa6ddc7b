import {
  healthy,
  notApplicable,
  type Recommendation,
  type ResourceGraph,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { listAt, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';
import type { Verdict } from '../../../shared/model/judgement';

const classicType = 'Microsoft.Network/frontDoors';
const profileType = 'Microsoft.Cdn/profiles';

function judgeClassic({ properties }: Resource): Verdict {
  const endpoints = listAt(properties, 'frontendEndpoints');
  if (!endpoints || endpoints.length === 0)
    return unknown('PropertyMissing', 'The snapshot does not hold the endpoints.');
  const open = endpoints.filter((one) => !valueAt(one, 'properties.webApplicationFirewallPolicyLink.id'));
  if (open.length === 0) return healthy();
  return open.every((one) => valueAt(one, 'properties.hostName'))
    ? unhealthy('NoFirewall', `Endpoints without a firewall policy: ${open.length} of ${endpoints.length}.`)
    : unknown('PropertyMissing', 'The snapshot of an endpoint is not whole.');
}

/** Security policies of a profile join domains and a firewall policy. */
function judgeProfile(profile: Resource, graph: ResourceGraph): Verdict {
  const sku = wordAt(profile.sku, 'name');
  if (sku !== undefined && !sku.includes('azurefrontdoor')) {
    return notApplicable('NotFrontDoor', 'The profile is a content delivery network, not a Front Door.');
  }
  const policies = graph.ofType(`${profileType}/securityPolicies`).map(({ properties }) => properties);
  const guarding = policies.filter((one) => wordAt(one, 'parameters.type') === 'webapplicationfirewall');
  if (guarding.some((one) => (listAt(one, 'parameters.associations')?.length ?? 0) > 0)) return healthy();
  if (guarding.length > 0 && guarding.every((one) => listAt(one, 'parameters.associations'))) {
    return unhealthy('NoDomains', 'The firewall policies of the profile guard no domain.');
  }
  return unknown('SecurityPoliciesMissing', 'The security policies of the profile were not collected.');
}

const classic = (...frontendEndpoints: object[]) =>
  sampleResource(classicType, { enabledState: 'Enabled', frontendEndpoints });
const endpoint = (link?: string) => ({
  name: 'shop',
  properties: { hostName: 'shop.example.com', ...(link && { webApplicationFirewallPolicyLink: { id: link } }) },
});
const profile = sampleResource(profileType, { resourceState: 'Active' }, { sku: { name: 'Premium_AzureFrontDoor' } });
const policy = (...associations: object[]) =>
  sampleChild(profile, 'securityPolicies', 'waf', {
    parameters: { type: 'WebApplicationFirewall', wafPolicy: { id: 'policy-1' }, associations },
  });

export const recommendation: Recommendation = {
  key: 'network/frontDoorWaf',
  assessmentKey: '0c02a769-03f1-c4d7-85a5-db5dca505c49',
  metadata: {
    displayName: 'Web Application Firewall (WAF) should be enabled for Azure Front Door Service service',
    description:
      'Front Door passes every request on to the applications behind it. A web application firewall at the edge refuses injections, bots and known exploits before they reach your network.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Networking'],
    threats: ['denialOfService', 'dataExfiltration', 'threatResistance'],
    remediationDescription:
      'Make a firewall policy for Front Door with the managed rules and attach it to every domain (Settings > Security policies of the profile, or the designer of a classic Front Door). Begin in detection mode, read the log, then prevent.',
    controls: ['protectAgainstDdos'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/055aa869-bc98-4af8-bafc-23f1ab6ffe2c',
  },
  freshnessHours: 24,
  appliesTo: [classicType, profileType],
  judge: (resource, graph) =>
    resource.type.toLowerCase() === classicType.toLowerCase() ? judgeClassic(resource) : judgeProfile(resource, graph),
  cases: [
    { name: 'every endpoint has a policy', resource: classic(endpoint('policy-1')), expect: 'Healthy' },
    { name: 'an endpoint has none', resource: classic(endpoint('policy-1'), endpoint()), expect: 'Unhealthy' },
    {
      name: 'a profile with a policy',
      resource: profile,
      related: [policy({ domains: [{ id: 'd1' }] })],
      expect: 'Healthy',
    },
    { name: 'a policy that guards no domain', resource: profile, related: [policy()], expect: 'Unhealthy' },
    { name: 'security policies not collected', resource: profile, expect: 'Unknown' },
    { name: 'endpoints not in the snapshot', resource: sampleResource(classicType, {}), expect: 'Unknown' },
    {
      name: 'a content delivery network',
      resource: sampleResource(profileType, { resourceState: 'Active' }, { sku: { name: 'Standard_Microsoft' } }),
      expect: 'NotApplicable',
    },
  ],
};
