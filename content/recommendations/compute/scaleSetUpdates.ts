import { systemOf } from '../../../shared/core/posture/checks/machine';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { partialScaleSet, sampleScaleSet } from '../../../shared/core/posture/checks/scaleSetCases';
import { flagAt, wordAt } from '../../../shared/core/posture/checks/setting';

const automatic = (enableAutomaticOSUpgrade: boolean) => ({
  upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade } },
});
const patched = (settings: object) => ({
  virtualMachineProfile: {
    storageProfile: { osDisk: { osType: 'Linux' } },
    osProfile: { linuxConfiguration: { patchSettings: settings } },
  },
});

export const recommendation: Recommendation = {
  key: 'compute/scaleSetUpdates',
  // Microsoft's assessment counts missing updates by the retired agent; this one asks who installs them: UUIDv5 (URL) of the key.
  assessmentKey: '6552833e-e0e3-5a12-8aa1-575a13119012',
  metadata: {
    displayName: 'Machines of virtual machine scale sets should get system updates automatically',
    description:
      'Nobody installs updates in the machines of this scale set: neither are they replaced when a newer image appears, nor patched by the platform. They grow older with each day.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'accountBreach'],
    remediationDescription:
      'Add a health probe or the application health extension, then turn on automatic upgrades of the image: az vmss update --name <set> --resource-group <group> --enable-auto-os-upgrade true. Flexible scale sets: set the patch mode to AutomaticByPlatform.',
    controls: ['applySystemUpdates'],
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachineScaleSets'],
  judge(scaleSet) {
    const { properties } = scaleSet;
    const system = systemOf(scaleSet);
    if (flagAt(properties, 'upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade') === true)
      return healthy();
    if (!system) return unknown('PropertyMissing', 'The snapshot does not hold the model of the machines.');
    const settings = `virtualMachineProfile.osProfile.${system.toLowerCase()}Configuration`;
    if (wordAt(properties, `${settings}.patchSettings.patchMode`) === 'automaticbyplatform') return healthy();
    if (flagAt(properties, `${settings}.enableAutomaticUpdates`) === true)
      return healthy('Windows Update installs them.');
    return unhealthy('NoAutomaticUpdates', 'Neither newer images nor updates reach the machines by themselves.');
  },
  cases: [
    { name: 'newer images are rolled out', resource: sampleScaleSet([], automatic(true)), expect: 'Healthy' },
    {
      name: 'patched by the platform',
      resource: sampleScaleSet([], patched({ patchMode: 'AutomaticByPlatform' })),
      expect: 'Healthy',
    },
    { name: 'switched off', resource: sampleScaleSet([], automatic(false)), expect: 'Unhealthy' },
    { name: 'never set', resource: sampleScaleSet([]), expect: 'Unhealthy' },
    { name: 'a partial snapshot', resource: partialScaleSet, expect: 'Unknown' },
  ],
};
