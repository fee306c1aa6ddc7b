import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'streamAnalytics/resourceLogs',
  assessmentKey: 'f11b27f2-8c49-5bb4-eff5-e1e5384bf95e',
  metadata: {
    displayName: 'Diagnostic logs in Azure Stream Analytics should be enabled',
    description:
      'That a job was stopped, changed or fails on its input is not recorded by itself. Resource logs are ' +
      'the trail that an investigation follows after an incident, and nothing brings them back later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends the categories Execution and Authoring to a Log Analytics ' +
      'workspace, storage account or event hub: Monitoring > Diagnostic settings of the resource, or run: ' +
      'az monitor diagnostic-settings create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/f9be5368-9bf5-4b84-9e0a-7850da98bb46',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.StreamAnalytics/streamingJobs'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(
    sampleResource('Microsoft.StreamAnalytics/streamingJobs', { provisioningState: 'Succeeded' }),
  ),
};
