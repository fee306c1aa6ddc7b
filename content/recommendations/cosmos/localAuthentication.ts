import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.DocumentDB/databaseAccounts', properties, { kind: 'GlobalDocumentDB' });

export const recommendation: Recommendation = {
  key: 'cosmos/localAuthentication',
  assessmentKey: '06205016-2f2c-571d-bcb1-f6fb8e18c5f8',
  metadata: {
    displayName: 'Cosmos DB database accounts should have local authentication methods disabled',
    description:
      'Whoever holds a key of the account may do everything with its data, and the log does not tell who it ' +
      'was. Without keys every request is signed in with Microsoft Entra ID and checked against roles.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'High',
    categories: ['Data', 'IdentityAndAccess'],
    threats: ['accountBreach', 'maliciousInsider'],
    remediationDescription:
      'Move all clients to Microsoft Entra ID and data plane roles, then set disableLocalAuth: az resource ' +
      'update --ids <account id> --set properties.disableLocalAuth=true',
    controls: [],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/5450f5bd-9c72-4390-a9c4-a7aba4edfdd2',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DocumentDB/databaseAccounts'],
  judge: ({ properties }) =>
    judgeFlag(properties, 'disableLocalAuth', true, {
      cause: 'KeysAccepted',
      description: 'The account accepts requests that are signed with its keys.',
    }),
  cases: [
    { name: 'keys refused', resource: account({ disableLocalAuth: true }), expect: 'Healthy' },
    { name: 'keys accepted', resource: account({ disableLocalAuth: false }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: account({ ipRules: [] }), expect: 'Unknown' },
  ],
};
