import { extensionsOf, systemOf } from '../../../shared/core/posture/checks/machine';
import { partialVm, sampleVm } from '../../../shared/core/posture/checks/machineCases';
import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import { sampleChild } from '../../../shared/core/posture/checks/sampleResource';
import { wordAt } from '../../../shared/core/posture/checks/setting';

const vm = sampleVm('Linux');
const withIdentity = (type: string) => ({ ...vm, identity: { type, userAssignedIdentities: {} } });
const extension = [
  sampleChild(vm, 'extensions', 'AzurePolicyforLinux', {
    publisher: 'Microsoft.GuestConfiguration',
    type: 'ConfigurationforLinux',
    provisioningState: 'Succeeded',
  }),
];

export const recommendation: Recommendation = {
  key: 'machine/guestConfigurationIdentity',
  assessmentKey: '69133b6b-695a-43eb-a763-221e19556755',
  metadata: {
    displayName:
      "Virtual machines' Guest Configuration extension should be deployed with system-assigned managed identity",
    description:
      'The Guest Configuration extension of this machine has no identity to fetch its assignments with, so it judges nothing although it is installed.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute', 'IdentityAndAccess'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Turn on the system-assigned identity under Security > Identity of the machine, or run: az vm identity assign --name <machine> --resource-group <group>. The identity has no rights until somebody gives it some.',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/d26f7642-7545-4e18-9b75-8c9bbdee3a9a',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/virtualMachines'],
  judge(machine, graph) {
    const installed = extensionsOf(machine, graph).some((one) => one.publisher === 'microsoft.guestconfiguration');
    if (!systemOf(machine))
      return unknown('PropertyMissing', 'The snapshot does not hold the machine and its identity.');
    if (!installed) return notApplicable('ExtensionMissing', 'The Guest Configuration extension is not installed.');
    return wordAt(machine.identity, 'type')?.includes('systemassigned')
      ? healthy()
      : unhealthy('IdentityMissing', 'The machine has no system-assigned identity.');
  },
  quickFix: {
    description: 'Adds a system-assigned identity beside those that the machine has. It has no rights by itself.',
    permissions: ['Microsoft.Compute/virtualMachines/write'],
    requests: ({ id, identity }) => {
      const type = wordAt(identity, 'type')?.includes('userassigned')
        ? 'SystemAssigned, UserAssigned'
        : 'SystemAssigned';
      return [{ method: 'PATCH', path: id, apiVersion: '2024-07-01', body: { identity: { type } } }];
    },
  },
  cases: [
    { name: 'with an identity', resource: withIdentity('SystemAssigned'), related: extension, expect: 'Healthy' },
    {
      name: 'with two kinds of identity',
      resource: withIdentity('SystemAssigned, UserAssigned'),
      related: extension,
      expect: 'Healthy',
    },
    { name: 'without', resource: vm, related: extension, expect: 'Unhealthy' },
    {
      name: 'with identities of others only',
      resource: withIdentity('UserAssigned'),
      related: extension,
      expect: 'Unhealthy',
    },
    { name: 'without the extension', resource: vm, expect: 'NotApplicable' },
    { name: 'a partial snapshot', resource: partialVm, related: extension, expect: 'Unknown' },
  ],
};
