import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { managedIdentity } from '../../../shared/core/posture/checks/webAppSettings';

export const recommendation: Recommendation = {
  key: 'appService/managedIdentity',
  assessmentKey: '4a3d7cd3-f17c-637a-1ffc-614a01dd03cf',
  metadata: {
    displayName: 'Managed identity should be used in web apps',
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
      'connections to use it and delete the secrets: az webapp identity assign --name <app> ' +
      '--resource-group <group>',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/2b9ad585-36bc-4615-b300-fd4435808332',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  ...managedIdentity('app'),
};
