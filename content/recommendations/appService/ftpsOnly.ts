import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeWord } from '../../../shared/core/posture/checks/setting';
import {
  appWithConfig,
  judgeWebApps,
  webAppKindCases,
  webConfig,
  webConfigFix,
} from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'appService/ftpsOnly',
  assessmentKey: '19beaa2a-a126-b4dd-6d35-617f6cc83fca',
  metadata: {
    displayName: 'FTPS should be required in web apps',
    description:
      'Plain FTP sends the publishing password and the code of the app in clear text. Whoever reads it on ' +
      'the way can replace the app.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['dataSpillage', 'accountBreach'],
    remediationDescription:
      'Move deployments that use plain FTP to FTPS or another way, then set "FTP state" to "FTPS only" or ' +
      '"Disabled" under Settings > Configuration, or run: az webapp config set --name <app> ' +
      '--resource-group <group> --ftps-state FtpsOnly',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/4d24b6d4-5e53-4a4f-a7f4-618fa573ee4b',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('app', (site, graph) =>
    judgeWord(
      webConfig(site, graph),
      'ftpsState',
      { right: ['ftpsonly', 'disabled'], wrong: ['allallowed'] },
      { cause: 'PlainFtpAccepted', description: 'The app accepts deployments over plain FTP.' },
    ),
  ),
  quickFix: webConfigFix('Accepts FTPS only. Deployments over plain FTP are refused from then on.', {
    ftpsState: 'FtpsOnly',
  }),
  cases: [
    { name: 'FTPS only', ...appWithConfig('app', { ftpsState: 'FtpsOnly' }), expect: 'Healthy' },
    { name: 'no FTP at all', ...appWithConfig('app', { ftpsState: 'Disabled' }), expect: 'Healthy' },
    { name: 'plain FTP', ...appWithConfig('app', { ftpsState: 'AllAllowed' }), expect: 'Unhealthy' },
    { name: 'another word', ...appWithConfig('app', { ftpsState: 'Maybe' }), expect: 'Unknown' },
    ...webAppKindCases('app'),
  ],
};
