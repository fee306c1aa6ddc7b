import { partialVm, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { valueAt } from '../../../shared/core/posture/checks/setting';

export const recommendation: Recommendation = {
  key: 'compute/classicMachines',
  assessmentKey: '12018f4f-3d10-999b-e4c4-86ec25be08a1',
  metadata: {
    displayName: 'Virtual machines should be migrated to new Azure Resource Manager resources',
    description:
      'This machine was made with the classic deployment model, which is retired: it has no roles on single resources, no managed identities, no disk encryption, no policies and no tags.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'High',
    categories: ['Compute'],
    threats: ['threatResistance', 'missingCoverage'],
    remediationDescription:
      'Validate, prepare and commit the migration of the cloud service or virtual network of the machine (Move-AzureService -Validate, -Prepare, -Commit), or build the machine anew with Azure Resource Manager and move its data.',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/1d84d5fb-01f6-4d12-ba4f-4a26081d403d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ClassicCompute/virtualMachines', 'Microsoft.Compute/virtualMachines'],
  judge({ type, properties }) {
    if (type.toLowerCase().startsWith('microsoft.classiccompute/')) {
      return unhealthy('ClassicMachine', 'The machine was made with the classic deployment model.');
    }
    return valueAt(properties, 'storageProfile') === undefined
      ? unknown('PropertyMissing', 'The snapshot does not hold the machine.')
      : healthy();
  },
  cases: [
    { name: 'made with Resource Manager', resource: sampleVm('Linux'), expect: 'Healthy' },
    {
      name: 'a classic machine',
      resource: sampleResource('Microsoft.ClassicCompute/virtualMachines', { hardwareProfile: { size: 'Small' } }),
      expect: 'Unhealthy',
    },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ],
};
