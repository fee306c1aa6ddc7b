import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { allowedOrigins } from '../../../shared/core/posture/checks/webAppSettings';

export const recommendation: Recommendation = {
  key: 'functionApp/cors',
  assessmentKey: '7b3d4796-9400-2904-692b-4a5ede7f0a1e',
  metadata: {
    displayName: 'CORS should not allow every resource to access Function Apps',
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
      'functionapp cors remove --name <app> --resource-group <group> --allowed-origins "*"',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0820b7b9-23aa-4725-a1ce-ae4558f718e5',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  ...allowedOrigins('functionApp'),
};
