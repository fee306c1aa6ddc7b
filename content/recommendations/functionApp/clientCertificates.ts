import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { clientCertificates } from '../../../shared/core/posture/checks/webAppSettings';

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
  ...clientCertificates('functionApp'),
};
