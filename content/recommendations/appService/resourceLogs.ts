import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { judgeWebApps, sampleApp, webAppKindCases } from '../../../shared/core/posture/checks/webApp';

export const recommendation: Recommendation = {
  key: 'appService/resourceLogs',
  assessmentKey: '40394a2c-60fb-7cc5-1944-065772e94f05',
  metadata: {
    displayName: 'Diagnostic logs in App Service should be enabled',
    description:
      'Which requests an app got, and what went wrong in it, is kept for a short while only. Resource logs ' +
      'are the trail that an investigation follows after an incident.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends AppServiceHTTPLogs and AppServiceAuditLogs to a Log Analytics ' +
      'workspace: Monitoring > Diagnostic settings of the app, or run: az monitor diagnostic-settings ' +
      'create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/91a78b24-f231-4a8a-8da9-02c35b2b6510',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge: judgeWebApps('app', judgeResourceLogs),
  cases: [...resourceLogCases(sampleApp('app')), ...webAppKindCases('app')],
};
