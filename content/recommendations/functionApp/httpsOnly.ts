import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import { judgeWebApps, sampleApp, webAppKindCases } from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'functionApp/httpsOnly',
  assessmentKey: 'cb0acdc6-0846-fd48-debe-9905af151b6d',
  metadata: {
    displayName: 'Function apps should only be accessible over HTTPS',
    description:
      'A function app that answers plain HTTP sends its keys and data where everyone on the path can read ' +
      'them. "HTTPS Only" redirects every request to HTTPS.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['dataSpillage', 'accountBreach'],
    remediationDescription:
      'Make sure that callers use https:// and that every custom domain has a TLS binding, then turn on ' +
      '"HTTPS Only" under Settings > Configuration, or run: az functionapp update --name <app> ' +
      '--resource-group <group> --set httpsOnly=true',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('functionApp', ({ properties }) =>
    judgeFlag(properties, 'httpsOnly', true, {
      cause: 'PlainHttpAccepted',
      description: 'The app answers requests over plain HTTP.',
    }),
  ),
  quickFix: {
    description: 'Redirects plain HTTP to HTTPS. Callers that do not follow redirects fail from then on.',
    permissions: ['Microsoft.Web/sites/write'],
    requests: (resource) => patchProperties(resource, '2023-12-01', { httpsOnly: true }),
  },
  cases: [
    { name: 'HTTPS only', resource: sampleApp('functionApp', { httpsOnly: true }), expect: 'Healthy' },
    { name: 'plain HTTP accepted', resource: sampleApp('functionApp', { httpsOnly: false }), expect: 'Unhealthy' },
    ...webAppKindCases('functionApp'),
  ],
};
