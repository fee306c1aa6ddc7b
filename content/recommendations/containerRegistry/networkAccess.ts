import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { missing, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const registry = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ContainerRegistry/registries', properties);

export const recommendation: Recommendation = {
  key: 'containerRegistry/networkAccess',
  assessmentKey: '9b828565-a0ed-61c2-6bf3-1afc99a9b2ca',
  metadata: {
    displayName: 'Container registries should not allow unrestricted network access',
    description:
      'A registry that answers every address can be tried from anywhere with a leaked token, to read your ' +
      'images or to plant one that your clusters run.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Container', 'Networking'],
    threats: ['dataExfiltration'],
    remediationDescription:
      'List the networks that push and pull, then choose "Selected networks" or "Disabled" under Networking ' +
      '(Premium tier), or run: az acr update --name <registry> --default-action Deny',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/d0793b48-0edc-4296-a390-4c75d1bdfd71',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerRegistry/registries'],
  judge({ properties }) {
    const access = wordAt(properties, 'publicNetworkAccess');
    if (access === 'disabled') return healthy('Public network access is disabled.');
    const action = wordAt(properties, 'networkRuleSet.defaultAction');
    if (action === 'deny') return healthy();
    // Rules exist in the Premium tier only: without them and with public access nothing is restricted.
    return access === 'enabled' && (action === 'allow' || (valueAt(properties, 'networkRuleSet') ?? null) === null)
      ? unhealthy('OpenToAllNetworks', 'The registry answers every address.')
      : missing('publicNetworkAccess and networkRuleSet.defaultAction');
  },
  cases: [
    { name: 'no public address', resource: registry({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    { name: 'denies by default', resource: registry({ networkRuleSet: { defaultAction: 'Deny' } }), expect: 'Healthy' },
    {
      name: 'allows by default',
      resource: registry({ publicNetworkAccess: 'Enabled', networkRuleSet: { defaultAction: 'Allow' } }),
      expect: 'Unhealthy',
    },
    {
      name: 'no rules',
      resource: registry({ publicNetworkAccess: 'Enabled', networkRuleSet: null }),
      expect: 'Unhealthy',
    },
    { name: 'partial snapshot', resource: registry({ loginServer: 'shop.example.com' }), expect: 'Unknown' },
  ],
};
