import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'search/resourceLogs',
  assessmentKey: 'dea5192e-1bb3-101b-b70c-4646546f5e1e',
  metadata: {
    displayName: 'Diagnostic logs in Search services should be enabled',
    description:
      'What was searched in an index, and by which key, is not recorded by itself. Resource logs are the ' +
      'trail that an investigation follows after an incident, and nothing brings them back later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends the category OperationLogs to a Log Analytics workspace, storage ' +
      'account or event hub: Monitoring > Diagnostic settings of the resource, or run: az monitor ' +
      'diagnostic-settings create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/b4330a05-a843-4bc8-bf9a-cacce50c67f4',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Search/searchServices'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.Search/searchServices', { provisioningState: 'Succeeded' })),
};
