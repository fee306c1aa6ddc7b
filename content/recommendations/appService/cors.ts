import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { allowedOrigins } from '../../../shared/core/posture/checks/webAppSettings';

export const recommendation: Recommendation = {
  key: 'appService/cors',
  assessmentKey: 'df4d1739-47f0-60c7-1706-3731fea6ab03',
  metadata: {
    displayName: 'CORS should not allow every resource to access Web Applications',
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
      'webapp cors remove --name <app> --resource-group <group> --allowed-origins "*"',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/5744710e-cc2f-4ee8-8809-3b11e89f4bc9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  ...allowedOrigins('app'),
};
