import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { missing, wordAt } from '../../../shared/core/posture/checks/setting';
import { judgeWebApps, sampleApp, webAppKindCases } from '../../../shared/core/posture/checks/webApp';

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
  judge: judgeWebApps('app', ({ identity, properties }) => {
    // ARM leaves the identity out where there is none; state is in every whole snapshot of a site.
    const type = identity === undefined ? 'none' : wordAt(identity, 'type');
    if (wordAt(properties, 'state') === undefined || type === undefined) return missing('identity.type');
    return type === 'none' ? unhealthy('NoIdentity', 'The app has no managed identity.') : healthy();
  }),
  cases: [
    {
      name: 'system-assigned',
      resource: sampleApp('app', {}, { identity: { type: 'SystemAssigned' } }),
      expect: 'Healthy',
    },
    { name: 'none', resource: sampleApp('app', {}, { identity: { type: 'None' } }), expect: 'Unhealthy' },
    { name: 'whole snapshot without identity', resource: sampleApp('app'), expect: 'Unhealthy' },
    { name: 'identity of another shape', resource: sampleApp('app', {}, { identity: {} }), expect: 'Unknown' },
    ...webAppKindCases('app'),
  ],
};
