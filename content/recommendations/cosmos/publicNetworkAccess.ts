import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgePublicNetworkAccess } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.DocumentDB/databaseAccounts', properties, { kind: 'GlobalDocumentDB' });

export const recommendation: Recommendation = {
  key: 'cosmos/publicNetworkAccess',
  assessmentKey: '334a182c-7c2c-41bc-ae1e-55327891ab50',
  metadata: {
    displayName: 'Azure Cosmos DB should disable public network access',
    description:
      'As long as an account has a public address, its firewall rules are all that stands between its keys ' +
      'and the Internet. Without one it is reached through private endpoints only.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Networking'],
    threats: ['dataExfiltration'],
    remediationDescription:
      'Create private endpoints for all clients first, then choose "Disabled" under Networking > Public ' +
      'access, or run: az cosmosdb update --name <account> --resource-group <group> --public-network-access ' +
      'Disabled',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/797b37f7-06b8-444c-b1ad-fc62867f335a',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DocumentDB/databaseAccounts'],
  judge: ({ properties }) => judgePublicNetworkAccess(properties),
  cases: [
    { name: 'disabled', resource: account({ publicNetworkAccess: 'Disabled' }), expect: 'Healthy' },
    { name: 'enabled', resource: account({ publicNetworkAccess: 'Enabled' }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: account({ ipRules: [] }), expect: 'Unknown' },
  ],
};
