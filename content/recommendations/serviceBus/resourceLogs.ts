import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'serviceBus/resourceLogs',
  assessmentKey: 'f19ab7d9-5ff2-f8fd-ab3b-0bf95dcb6889',
  metadata: {
    displayName: 'Diagnostic logs in Service Bus should be enabled',
    description:
      'Who connected to a namespace and changed its queues and topics is not recorded by itself. Resource ' +
      'logs are the trail that an investigation follows after an incident, and nothing brings them back ' +
      'later.',
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
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/f8d36e2f-389b-4ee4-898d-21aeb69a0f45',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ServiceBus/namespaces'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.ServiceBus/namespaces', { provisioningState: 'Succeeded' })),
};
