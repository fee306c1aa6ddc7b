import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import { judgeWebApps, sampleApp, webAppKindCases } from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'appService/httpsOnly',
  assessmentKey: '1b351b29-41ca-6df5-946c-c190a56be5fe',
  metadata: {
    displayName: 'App Service apps should only be accessible over HTTPS',
    description:
      'An app that answers plain HTTP exposes passwords, cookies and content to everyone on the path, and visitors cannot ' +
      'tell the real server from an impostor. "HTTPS Only" redirects every request to HTTPS.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['dataSpillage', 'accountBreach'],
    remediationDescription:
      'Make sure that every custom domain of the app has a TLS binding, then turn on "HTTPS Only" under Settings > ' +
      'Configuration, or run: az webapp update --name <app> --resource-group <group> --https-only true',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/a4af4a39-4135-47fb-b175-47fbdf85311d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('app', ({ properties }) =>
    judgeFlag(properties, 'httpsOnly', true, {
      cause: 'PlainHttpAccepted',
      description: 'The app answers requests over plain HTTP.',
    }),
  ),
  quickFix: {
    description: 'Redirects plain HTTP to HTTPS. Clients that do not follow redirects fail from then on.',
    permissions: ['Microsoft.Web/sites/write'],
    requests: (resource) => patchProperties(resource, '2023-12-01', { httpsOnly: true }),
  },
  cases: [
    { name: 'HTTPS only', resource: sampleApp('app', { httpsOnly: true }), expect: 'Healthy' },
    { name: 'plain HTTP accepted', resource: sampleApp('app', { httpsOnly: false }), expect: 'Unhealthy' },
    ...webAppKindCases('app'),
  ],
};
