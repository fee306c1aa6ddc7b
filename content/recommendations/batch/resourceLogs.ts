import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'batch/resourceLogs',
  assessmentKey: '32771b45-220c-1a8b-584e-fdd5a2584a66',
  metadata: {
    displayName: 'Diagnostic logs in Batch accounts should be enabled',
    description:
      'Pools and tasks are machines that run whatever they are told; who told them is not recorded by ' +
      'itself. Resource logs are the trail that an investigation follows after an incident, and nothing ' +
      'brings them back later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends the categories ServiceLog and AuditLog to a Log Analytics ' +
      'workspace, storage account or event hub: Monitoring > Diagnostic settings of the resource, or run: ' +
      'az monitor diagnostic-settings create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/428256e6-1fac-4f48-a757-df34c2b3336d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Batch/batchAccounts'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.Batch/batchAccounts', { provisioningState: 'Succeeded' })),
};
