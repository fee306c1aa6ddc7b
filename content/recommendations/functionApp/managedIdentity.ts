import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { managedIdentity } from '../../../shared/core/posture/checks/webAppSettings';

export const recommendation: Recommendation = {
  key: 'functionApp/managedIdentity',
  assessmentKey: '23aa9cbe-c2fb-6a2f-6c97-885a6d48c4d1',
  metadata: {
    displayName: 'Managed identity should be used in function apps',
    description:
      'An app without an identity of its own signs in to other services with passwords and keys from its ' +
      'settings, which leak and which nobody renews. The platform keeps and renews the credentials of a ' +
      'managed identity.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Moderate',
    categories: ['AppServices'],
    threats: ['accountBreach'],
    remediationDescription:
      'Turn on the system-assigned identity under Settings > Identity, give it the roles it needs, change ' +
      'connections to use it and delete the secrets: az functionapp identity assign --name <app> ' +
      '--resource-group <group>',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0da106f2-4ca3-48e8-bc85-c638fe6aea8f',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  ...managedIdentity('functionApp'),
};
