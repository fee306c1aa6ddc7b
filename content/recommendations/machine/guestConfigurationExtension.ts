import { extensionsOf, systemOf } from '../../../shared/core/posture/checks/machine';
import { partialVm, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleChild } from '../../../shared/core/posture/checks/sampleResource';

const publisher = 'Microsoft.GuestConfiguration';
const typeOf = { Linux: 'ConfigurationforLinux', Windows: 'ConfigurationforWindows' } as const;

const linux = sampleVm('Linux');
const windows = sampleVm('Windows');
const installed = (machine: typeof linux, type: string, provisioningState = 'Succeeded') => [
  sampleChild(machine, 'extensions', 'AzurePolicy', { publisher, type, provisioningState }),
];

export const recommendation: Recommendation = {
  key: 'machine/guestConfigurationExtension',
  assessmentKey: '6c99f570-2ce7-46bc-8175-cde013df43bc',
  metadata: {
    displayName: 'Guest Configuration extension should be installed on your machines',
    description:
      'Policies about settings inside the machine (baselines, protocols, accounts) cannot be judged without this extension: they stay unknown, and nobody sees when a setting drifts.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Give the machine a system-assigned identity and install the extension: az vm identity assign --name <machine> --resource-group <group>; az vm extension set --publisher Microsoft.GuestConfiguration --name ConfigurationforLinux (ConfigurationforWindows) --vm-name <machine> --resource-group <group> --enable-auto-upgrade true',
    controls: ['manageAccessAndPermissions', 'implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/ae89ebca-1c92-4898-ac2c-9f63decb045c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge(machine, graph) {
    const found = extensionsOf(machine, graph).find((one) => one.publisher === publisher.toLowerCase());
    if (found?.state === 'succeeded') return healthy();
    if (found) return unhealthy('ExtensionFailed', `The extension is there, but its state is ${found.state}.`);
    return systemOf(machine)
      ? unhealthy('ExtensionMissing', 'The extension is not installed.')
      : unknown('PropertyMissing', 'The snapshot does not tell which operating system the machine has.');
  },
  quickFix: {
    description:
      'Installs the extension, which only reads settings until a configuration is assigned that changes them. It reports once the machine has a system-assigned identity.',
    permissions: ['Microsoft.Compute/virtualMachines/extensions/write'],
    requests: (machine, graph) => {
      const system = systemOf(machine);
      if (!system) return [];
      // A machine takes one extension of a publisher and type: one that failed is put again under its own name.
      const there = graph
        .ofType(`${machine.type}/extensions`)
        .find(({ properties }) => String(properties['publisher']).toLowerCase() === publisher.toLowerCase());
      return [
        {
          method: 'PUT',
          path: there?.id ?? `${machine.id}/extensions/AzurePolicyfor${system}`,
          apiVersion: '2024-07-01',
          body: {
            ...(machine.location && { location: machine.location }),
            properties: {
              publisher,
              type: typeOf[system],
              typeHandlerVersion: '1.0',
              autoUpgradeMinorVersion: true,
              enableAutomaticUpgrade: true,
              settings: {},
              protectedSettings: {},
            },
          },
        },
      ];
    },
  },
  cases: [
    { name: 'installed on Linux', resource: linux, related: installed(linux, typeOf.Linux), expect: 'Healthy' },
    { name: 'installed on Windows', resource: windows, related: installed(windows, typeOf.Windows), expect: 'Healthy' },
    { name: 'failed', resource: linux, related: installed(linux, typeOf.Linux, 'Failed'), expect: 'Unhealthy' },
    { name: 'not installed', resource: windows, expect: 'Unhealthy' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ],
};
