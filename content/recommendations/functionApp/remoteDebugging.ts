import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import {
  appWithConfig,
  judgeWebApps,
  webAppKindCases,
  webConfig,
  webConfigFix,
} from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'functionApp/remoteDebugging',
  assessmentKey: '093c685b-56dd-13a3-8ed5-887a001837a2',
  metadata: {
    displayName: 'Remote debugging should be turned off for Function App',
    description:
      'Remote debugging opens ports of the machine behind the app and lets whoever holds the publishing ' +
      'credentials read its memory. It is meant for an hour of work, not for operation.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['threatResistance'],
    remediationDescription:
      'Finish the debugging session, then turn "Remote debugging" off under Settings > Configuration > ' +
      'General settings, or run: az functionapp config set --name <app> --resource-group <group> ' +
      '--remote-debugging-enabled false',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0e60b895-3786-45da-8377-9c6b4b6ac5f9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('functionApp', (site, graph) =>
    judgeFlag(webConfig(site, graph), 'remoteDebuggingEnabled', false, {
      cause: 'RemoteDebuggingOn',
      description: 'A debugger can be attached to the app from outside.',
    }),
  ),
  quickFix: webConfigFix('Turns remote debugging off. A debugger that is attached loses its connection.', {
    remoteDebuggingEnabled: false,
  }),
  cases: [
    { name: 'off', ...appWithConfig('functionApp', { remoteDebuggingEnabled: false }), expect: 'Healthy' },
    { name: 'on', ...appWithConfig('functionApp', { remoteDebuggingEnabled: true }), expect: 'Unhealthy' },
    {
      name: 'setting not in the configuration',
      ...appWithConfig('functionApp', { ftpsState: 'Disabled' }),
      expect: 'Unknown',
    },
    ...webAppKindCases('functionApp'),
  ],
};
