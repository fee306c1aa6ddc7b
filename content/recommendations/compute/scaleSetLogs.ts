import { extensionsOf, systemOf } from '../../../shared/core/posture/checks/machine';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { partialScaleSet, sampleScaleSet } from '../../../shared/core/posture/checks/scaleSetCases';

/** Extensions that carry logs out of the machines. */
const logging = new Set(['iaasdiagnostics', 'linuxdiagnostic', 'azuremonitorlinuxagent', 'azuremonitorwindowsagent']);

export const recommendation: Recommendation = {
  key: 'compute/scaleSetLogs',
  assessmentKey: '961eb649-3ea9-f8c2-6595-88e9a3aeedeb',
  metadata: {
    displayName: 'Diagnostic logs in Virtual Machine Scale Sets should be enabled',
    description:
      'Machines of a scale set come and go, and their logs go with them. Unless an extension carries the logs out, nobody can reconstruct what happened on a machine that no longer exists.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Install the Azure Monitor agent in the model of the scale set and associate a data collection rule: az vmss extension set --name AzureMonitorLinuxAgent (AzureMonitorWindowsAgent) --publisher Microsoft.Azure.Monitor --vmss-name <set> --resource-group <group>, then upgrade the instances.',
    controls: ['enableAuditingAndLogging'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/7c1b1214-f927-48bf-8882-84f0af6588b1',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachineScaleSets'],
  judge(scaleSet, graph) {
    if (extensionsOf(scaleSet, graph).some(({ type }) => logging.has(type))) return healthy();
    return systemOf(scaleSet)
      ? unhealthy('NoLogExtension', 'No extension carries the logs of the machines out.')
      : unknown('PropertyMissing', 'The snapshot does not hold the model of the machines.');
  },
  cases: [
    {
      name: 'the Azure Monitor agent',
      resource: sampleScaleSet([['Microsoft.Azure.Monitor', 'AzureMonitorLinuxAgent']]),
      expect: 'Healthy',
    },
    { name: 'no extension', resource: sampleScaleSet([]), expect: 'Unhealthy' },
    {
      name: 'an extension for something else',
      resource: sampleScaleSet([['Microsoft.ManagedServices', 'ApplicationHealthLinux']]),
      expect: 'Unhealthy',
    },
    { name: 'a partial snapshot', resource: partialScaleSet, expect: 'Unknown' },
  ],
};
