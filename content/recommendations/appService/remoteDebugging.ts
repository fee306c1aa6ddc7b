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
  key: 'appService/remoteDebugging',
  assessmentKey: '64b8637e-4e1d-76a9-0fc9-c1e487a97ed8',
  metadata: {
    displayName: 'Remote debugging should be turned off for Web Applications',
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
      'General settings, or run: az webapp config set --name <app> --resource-group <group> ' +
      '--remote-debugging-enabled false',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/cb510bfd-1cba-4d9f-a230-cb0976f4bb71',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('app', (site, graph) =>
    judgeFlag(webConfig(site, graph), 'remoteDebuggingEnabled', false, {
      cause: 'RemoteDebuggingOn',
      description: 'A debugger can be attached to the app from outside.',
    }),
  ),
  quickFix: webConfigFix('Turns remote debugging off. A debugger that is attached loses its connection.', {
    remoteDebuggingEnabled: false,
  }),
  cases: [
    { name: 'off', ...appWithConfig('app', { remoteDebuggingEnabled: false }), expect: 'Healthy' },
    { name: 'on', ...appWithConfig('app', { remoteDebuggingEnabled: true }), expect: 'Unhealthy' },
    { name: 'setting not in the configuration', ...appWithConfig('app', { ftpsState: 'Disabled' }), expect: 'Unknown' },
    ...webAppKindCases('app'),
  ],
};
