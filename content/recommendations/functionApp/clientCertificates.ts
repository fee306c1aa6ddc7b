import { type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { flagAt, judgeWord, missing } from '../../../shared/core/posture/checks/setting';
import { judgeWebApps, sampleApp, webAppKindCases } from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'functionApp/clientCertificates',
  assessmentKey: 'c75e7b20-969e-54b9-abab-7649d25cc619',
  metadata: {
    displayName: 'Function apps should have Client Certificates (Incoming client certificates) enabled',
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
      'client certificates" to Require under Settings > Configuration, or run: az functionapp update --name ' +
      '<app> --resource-group <group> --set clientCertEnabled=true clientCertMode=Required',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/ab6a902f-9493-453b-928d-62c30b11b5a6',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('functionApp', ({ properties }) => {
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
      resource: sampleApp('functionApp', { clientCertEnabled: true, clientCertMode: 'Required' }),
      expect: 'Healthy',
    },
    { name: 'not asked for', resource: sampleApp('functionApp', { clientCertEnabled: false }), expect: 'Unhealthy' },
    {
      name: 'optional',
      resource: sampleApp('functionApp', { clientCertEnabled: true, clientCertMode: 'Optional' }),
      expect: 'Unhealthy',
    },
    {
      name: 'mode not in the snapshot',
      resource: sampleApp('functionApp', { clientCertEnabled: true }),
      expect: 'Unknown',
    },
    ...webAppKindCases('functionApp'),
  ],
};
