import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'dataLakeAnalytics/resourceLogs',
  assessmentKey: 'c6dad669-efd7-cd72-61c5-289935607791',
  metadata: {
    displayName: 'Diagnostic logs in Data Lake Analytics should be enabled',
    description:
      'Which jobs ran over the data, and for whom, is not recorded by itself. Resource logs are the trail ' +
      'that an investigation follows after an incident, and nothing brings them back later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends the categories Audit and Requests to a Log Analytics workspace, ' +
      'storage account or event hub: Monitoring > Diagnostic settings of the resource, or run: az monitor ' +
      'diagnostic-settings create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/c95c74d9-38fe-4f0d-af86-0c7d626a315c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DataLakeAnalytics/accounts'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.DataLakeAnalytics/accounts', { provisioningState: 'Succeeded' })),
};
