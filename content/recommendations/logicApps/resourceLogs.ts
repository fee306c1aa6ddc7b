import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'logicApps/resourceLogs',
  assessmentKey: '91387f44-7e43-4ecc-55f0-46f5adee3dd5',
  metadata: {
    displayName: 'Diagnostic logs in Logic Apps should be enabled',
    description:
      'Workflows act with the rights of their connections, and their own history is short. Resource logs ' +
      'are the trail that an investigation follows after an incident, and nothing brings them back later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends the category WorkflowRuntime to a Log Analytics workspace, ' +
      'storage account or event hub: Monitoring > Diagnostic settings of the resource, or run: az monitor ' +
      'diagnostic-settings create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/34f95f76-5386-4de7-b824-0d8478470c9d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Logic/workflows'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.Logic/workflows', { provisioningState: 'Succeeded' })),
};
