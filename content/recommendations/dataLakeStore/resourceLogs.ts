import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'dataLakeStore/resourceLogs',
  assessmentKey: 'ad5bbaeb-7632-5edf-f1c2-752075831ce8',
  metadata: {
    displayName: 'Diagnostic logs in Azure Data Lake Store should be enabled',
    description:
      'Who read or changed which file of the lake is not recorded by itself. Resource logs are the trail ' +
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
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/057ef27e-665e-4328-8ea3-04b3122bd9fb',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.DataLakeStore/accounts'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.DataLakeStore/accounts', { provisioningState: 'Succeeded' })),
};
