import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'keyVault/resourceLogs',
  assessmentKey: '88bbc99c-e5af-ddd7-6105-6150b2bfa519',
  metadata: {
    displayName: 'Diagnostic logs in Key Vault should be enabled',
    description:
      'Who read which key or secret, and from where, is recorded nowhere else. Resource logs are the trail ' +
      'that an investigation follows after an incident, and nothing brings them back later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends the category AuditEvent to a Log Analytics workspace, storage ' +
      'account or event hub: Monitoring > Diagnostic settings of the resource, or run: az monitor ' +
      'diagnostic-settings create --name audit --resource <id> --workspace <workspace id> --logs ' +
      '\'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/cf820ca0-f99e-4f3e-84fb-66e913812d21',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.KeyVault/vaults'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.KeyVault/vaults', { provisioningState: 'Succeeded' })),
};
