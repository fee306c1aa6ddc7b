import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { listAt, missing, valueAt } from '../../../shared/core/posture/checks/setting';
import {
  appWithConfig,
  judgeWebApps,
  sampleApp,
  webAppKindCases,
  webConfig,
} from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'appService/cors',
  assessmentKey: 'df4d1739-47f0-60c7-1706-3731fea6ab03',
  metadata: {
    displayName: 'CORS should not allow every resource to access Web Applications',
    description:
      'With * as an allowed origin, the page of any site may call the app from the browser of a visitor and ' +
      'read the answers. Allow only the origins that need it.',
    severity: 'Low',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['dataExfiltration'],
    remediationDescription:
      'List the origins whose pages call the app, enter these and remove * under API > CORS, or run: az ' +
      'webapp cors remove --name <app> --resource-group <group> --allowed-origins "*"',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/5744710e-cc2f-4ee8-8809-3b11e89f4bc9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('app', (site, graph) => {
    const config = webConfig(site, graph);
    if (valueAt(config, 'cors') === null) return healthy('No other origin is allowed.');
    const origins = listAt(config, 'cors.allowedOrigins');
    if (!origins) return missing('cors.allowedOrigins');
    return origins.includes('*')
      ? unhealthy('AllOriginsAllowed', 'Pages of every origin may call the app.')
      : healthy();
  }),
  cases: [
    {
      name: 'named origins',
      ...appWithConfig('app', { cors: { allowedOrigins: ['https://www.example.com'] } }),
      expect: 'Healthy',
    },
    { name: 'no origins', ...appWithConfig('app', { cors: null }), expect: 'Healthy' },
    { name: 'every origin', ...appWithConfig('app', { cors: { allowedOrigins: ['*'] } }), expect: 'Unhealthy' },
    {
      name: 'null in the snapshot of the site',
      resource: sampleApp('app', { siteConfig: { cors: null } }),
      expect: 'Unknown',
    },
    ...webAppKindCases('app'),
  ],
};
