import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'eventHubs/resourceLogs',
  assessmentKey: '1597605a-0faf-5860-eb74-462ae2e9fc21',
  metadata: {
    displayName: 'Diagnostic logs in Event Hubs should be enabled',
    description:
      'Who connected to a namespace and changed its hubs and rules is not recorded by itself. Resource logs ' +
      'are the trail that an investigation follows after an incident, and nothing brings them back later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends OperationalLogs and RuntimeAuditLogs to a Log Analytics ' +
      'workspace, storage account or event hub: Monitoring > Diagnostic settings of the resource, or run: ' +
      'az monitor diagnostic-settings create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/83a214f7-d01a-484b-91a9-ed54470c9a6a',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.EventHub/namespaces'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.EventHub/namespaces', { provisioningState: 'Succeeded' })),
};
