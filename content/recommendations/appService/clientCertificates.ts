import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { clientCertificates } from '../../../shared/core/posture/checks/webAppSettings';

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
  ...clientCertificates('app'),
};
