import { type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { flagAt, judgeWord, missing } from '../../../shared/core/posture/checks/setting';
import { judgeWebApps, sampleApp, webAppKindCases } from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'appService/clientCertificates',
  assessmentKey: '80cc7dd5-294f-5cc6-8af2-d9e359462e16',
  metadata: {
    displayName: 'App Service apps should have Client Certificates (Incoming client certificates) enabled',
    description:
      'An app that asks for client certificates is reached only by clients that hold one, before any code ' +
      'of its own runs. That suits apps which serve known machines and not the public.',
    severity: 'Medium',
    userImpact: 'High',
    implementationEffort: 'Moderate',
    categories: ['AppServices'],
    threats: ['accountBreach', 'threatResistance'],
    remediationDescription:
      'Give every client a certificate first; apps for the public are better exempted. Then set "Incoming ' +
      'client certificates" to Require under Settings > Configuration, or run: az webapp update --name ' +
      '<app> --resource-group <group> --set clientCertEnabled=true clientCertMode=Required',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/19dd1db6-f442-49cf-a838-b0786b4401ef',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('app', ({ properties }) => {
    const enabled = flagAt(properties, 'clientCertEnabled');
    if (enabled === undefined) return missing('clientCertEnabled');
    if (!enabled) return unhealthy('NoClientCertificates', 'The app does not ask for client certificates.');
    return judgeWord(
      properties,
      'clientCertMode',
      { right: ['required'], wrong: ['optional', 'optionalinteractiveuser'] },
      { cause: 'CertificateOptional', description: 'Clients without a certificate are let in as well.' },
    );
  }),
  cases: [
    {
      name: 'required',
      resource: sampleApp('app', { clientCertEnabled: true, clientCertMode: 'Required' }),
      expect: 'Healthy',
    },
    { name: 'not asked for', resource: sampleApp('app', { clientCertEnabled: false }), expect: 'Unhealthy' },
    {
      name: 'optional',
      resource: sampleApp('app', { clientCertEnabled: true, clientCertMode: 'Optional' }),
      expect: 'Unhealthy',
    },
    { name: 'mode not in the snapshot', resource: sampleApp('app', { clientCertEnabled: true }), expect: 'Unknown' },
    ...webAppKindCases('app'),
  ],
};
