import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeWord } from '../../../shared/core/posture/checks/setting';
import {
  appWithConfig,
  judgeWebApps,
  sampleApp,
  webAppKindCases,
  webConfig,
  webConfigFix,
} from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'appService/tlsVersion',
  assessmentKey: '2a54c352-7ca4-4bae-ad46-47ecd9595bd2',
  metadata: {
    displayName: 'App Service apps should use the latest TLS version',
    description:
      'TLS 1.0 and 1.1 have known weaknesses with which someone on the path can read or change what is ' +
      'sent. An app that still accepts them lets a client fall back to them unseen.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['dataSpillage', 'dataExfiltration'],
    remediationDescription:
      'Make sure that clients speak TLS 1.2, then set "Minimum Inbound TLS Version" to 1.2 under Settings > ' +
      'Configuration, or run: az webapp config set --name <app> --resource-group <group> --min-tls-version ' +
      '1.2',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/f0e6e85b-9b9f-4a4b-b67b-f730d42f1b0b',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('app', (site, graph) =>
    judgeWord(
      webConfig(site, graph),
      'minTlsVersion',
      { right: ['1.2', '1.3'], wrong: ['1.0', '1.1'] },
      { cause: 'OldTlsAccepted', description: 'The app accepts TLS versions older than 1.2.' },
    ),
  ),
  quickFix: webConfigFix('Accepts TLS 1.2 and later only. Clients that cannot speak it are refused from then on.', {
    minTlsVersion: '1.2',
  }),
  cases: [
    { name: 'TLS 1.2', ...appWithConfig('app', { minTlsVersion: '1.2' }), expect: 'Healthy' },
    { name: 'TLS 1.0', ...appWithConfig('app', { minTlsVersion: '1.0' }), expect: 'Unhealthy' },
    {
      name: 'in the snapshot of the site',
      resource: sampleApp('app', { siteConfig: { minTlsVersion: '1.1' } }),
      expect: 'Unhealthy',
    },
    {
      name: 'null in the snapshot of the site',
      resource: sampleApp('app', { siteConfig: { minTlsVersion: null } }),
      expect: 'Unknown',
    },
    ...webAppKindCases('app'),
  ],
};
