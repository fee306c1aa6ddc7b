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
  key: 'functionApp/ftpsOnly',
  assessmentKey: '972a6579-f38f-c0b9-1b4b-a5bbeba3ab5b',
  metadata: {
    displayName: 'FTPS should be required in function apps',
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
      '"Disabled" under Settings > Configuration, or run: az functionapp config set --name <app> ' +
      '--resource-group <group> --ftps-state FtpsOnly',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/399b2637-a50f-4f95-96f8-3a145476eb15',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('functionApp', (site, graph) =>
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
    { name: 'FTPS only', ...appWithConfig('functionApp', { ftpsState: 'FtpsOnly' }), expect: 'Healthy' },
    { name: 'no FTP at all', ...appWithConfig('functionApp', { ftpsState: 'Disabled' }), expect: 'Healthy' },
    { name: 'plain FTP', ...appWithConfig('functionApp', { ftpsState: 'AllAllowed' }), expect: 'Unhealthy' },
    { name: 'another word', ...appWithConfig('functionApp', { ftpsState: 'Maybe' }), expect: 'Unknown' },
    ...webAppKindCases('functionApp'),
  ],
};
