import { systemOf } from '../../../shared/core/posture/checks/machine';
import { partialVm, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import { valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

const checked = { patchSettings: { assessmentMode: 'AutomaticByPlatform', patchMode: 'ImageDefault' } };
const unchecked = { patchSettings: { assessmentMode: 'ImageDefault', patchMode: 'ImageDefault' } };

export const recommendation: Recommendation = {
  key: 'machine/periodicUpdateChecks',
  assessmentKey: '90386950-71ca-4357-a12e-486d1679427c',
  metadata: {
    displayName: 'Machines should be configured to periodically check for missing system updates',
    description:
      'Nobody asks this machine each day which updates it lacks, so a missing one is found only when somebody looks. The check itself changes nothing on the machine and needs no restart.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Set the assessment mode to AutomaticByPlatform: az vm update --name <machine> --resource-group <group> --set osProfile.linuxConfiguration.patchSettings.assessmentMode=AutomaticByPlatform (windowsConfiguration for Windows). It takes effect at once and runs every 24 hours.',
    controls: ['applySystemUpdates'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/bd876905-5b84-4f73-ab2d-2e7a7c4568d9',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge({ properties, ...machine }) {
    const system = systemOf({ ...machine, properties });
    const profile = valueAt(properties, 'osProfile');
    if (!system || !profile) {
      return unknown('PropertyMissing', 'The snapshot does not tell the operating system and its settings.');
    }
    const mode = wordAt(profile, `${system.toLowerCase()}Configuration.patchSettings.assessmentMode`);
    return mode === 'automaticbyplatform'
      ? healthy()
      : unhealthy('NoPeriodicCheck', `The assessment mode is ${mode ?? 'not set'}, so nobody checks each day.`);
  },
  quickFix: {
    description:
      'Sets the assessment mode to AutomaticByPlatform. The platform then checks every 24 hours; nothing is installed or restarted.',
    permissions: ['Microsoft.Compute/virtualMachines/write'],
    requests: (machine) => {
      const system = systemOf(machine);
      if (!system) return [];
      const settings = { patchSettings: { assessmentMode: 'AutomaticByPlatform' } };
      return patchProperties(machine, '2024-07-01', {
        osProfile: { [`${system.toLowerCase()}Configuration`]: settings },
      });
    },
  },
  cases: [
    {
      name: 'Linux, checked by the platform',
      resource: sampleVm('Linux', { osProfile: { linuxConfiguration: checked } }),
      expect: 'Healthy',
    },
    {
      name: 'Windows, checked by the platform',
      resource: sampleVm('Windows', { osProfile: { windowsConfiguration: checked } }),
      expect: 'Healthy',
    },
    {
      name: 'left to the image',
      resource: sampleVm('Linux', { osProfile: { linuxConfiguration: unchecked } }),
      expect: 'Unhealthy',
    },
    { name: 'never set', resource: sampleVm('Windows'), expect: 'Unhealthy' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ],
};
