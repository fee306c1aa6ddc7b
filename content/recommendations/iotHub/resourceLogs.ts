import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { judgeResourceLogs, resourceLogCases } from '../../../shared/core/posture/checks/resourceLogs';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

export const recommendation: Recommendation = {
  key: 'iotHub/resourceLogs',
  assessmentKey: '77785808-ce86-4e40-b45f-19110a547397',
  metadata: {
    displayName: 'Diagnostic logs in IoT Hub should be enabled',
    description:
      'Which device connected with which identity, and who changed it, is not recorded by itself. Resource ' +
      'logs are the trail that an investigation follows after an incident, and nothing brings them back ' +
      'later.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['IoT'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Add a diagnostic setting that sends the categories Connections and DeviceIdentityOperations to a Log ' +
      'Analytics workspace, storage account or event hub: Monitoring > Diagnostic settings of the resource, ' +
      'or run: az monitor diagnostic-settings create --name audit --resource <id> --workspace <workspace ' +
      'id> --logs \'[{"categoryGroup":"allLogs","enabled":true}]\'',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/383856f8-de7f-44a2-81fc-e5135b5c2aa4',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Devices/IotHubs'],
  judge: judgeResourceLogs,
  cases: resourceLogCases(sampleResource('Microsoft.Devices/IotHubs', { provisioningState: 'Succeeded' })),
};
