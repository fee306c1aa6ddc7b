import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { missing, wordAt } from '../../../shared/core/posture/checks/setting';
import { judgeWebApps, sampleApp, webAppKindCases } from '../../../shared/core/posture/checks/webApp';

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
  judge: judgeWebApps('functionApp', ({ identity, properties }) => {
    // ARM leaves the identity out where there is none; state is in every whole snapshot of a site.
    const type = identity === undefined ? 'none' : wordAt(identity, 'type');
    if (wordAt(properties, 'state') === undefined || type === undefined) return missing('identity.type');
    return type === 'none' ? unhealthy('NoIdentity', 'The app has no managed identity.') : healthy();
  }),
  cases: [
    {
      name: 'system-assigned',
      resource: sampleApp('functionApp', {}, { identity: { type: 'SystemAssigned' } }),
      expect: 'Healthy',
    },
    { name: 'none', resource: sampleApp('functionApp', {}, { identity: { type: 'None' } }), expect: 'Unhealthy' },
    { name: 'whole snapshot without identity', resource: sampleApp('functionApp'), expect: 'Unhealthy' },
    { name: 'identity of another shape', resource: sampleApp('functionApp', {}, { identity: {} }), expect: 'Unknown' },
    ...webAppKindCases('functionApp'),
  ],
};
