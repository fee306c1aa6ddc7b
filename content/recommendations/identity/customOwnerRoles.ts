import { healthy, notApplicable, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { isCustomRole, levelOfDefinition } from '../../../shared/core/posture/checks/roleLevel';
import { sampleExtension, sampleSubscription } from '../../../shared/core/posture/checks/sampleResource';
import { missing } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const type = 'Microsoft.Authorization/roleDefinitions';

const role = (kind: string, actions: string[], notActions: string[] = []): Resource =>
  sampleExtension(sampleSubscription, type, '00000000-0000-0000-0000-000000000007', {
    type: kind,
    roleName: 'Shop operator',
    permissions: [{ actions, notActions }],
  });

export const recommendation: Recommendation = {
  key: 'identity/customOwnerRoles',
  assessmentKey: '4d056638-bac7-56ad-83d2-8a1c535c1b4a',
  metadata: {
    displayName: 'Custom subscription owner roles should not exist',
    description:
      'A custom role with all rights of an owner is not found where people look for owners: it escapes ' +
      'reviews, alerts and the rule of three owners.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['IdentityAndAccess'],
    threats: ['elevationOfPrivilege', 'maliciousInsider'],
    remediationDescription:
      'Give those who hold the role a built-in one or a custom one with the actions they need, then delete ' +
      'it: az role definition list --custom-role-only, az role definition delete --name <role>',
    controls: ['manageAccessAndPermissions'],
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Authorization/roleDefinitions'],
  judge(role) {
    const custom = isCustomRole(role);
    if (custom === undefined) return missing('type');
    if (!custom) return notApplicable('BuiltInRole', 'The role is built in.');
    const level = levelOfDefinition(role);
    if (level === 'unclear') return missing('permissions');
    return level === 'owner' ? unhealthy('CustomOwner', 'The role has all rights of an owner.') : healthy();
  },
  cases: [
    {
      name: 'narrow role',
      resource: role('CustomRole', ['Microsoft.Compute/virtualMachines/restart/action']),
      expect: 'Healthy',
    },
    {
      name: 'everything but roles',
      resource: role('CustomRole', ['*'], ['Microsoft.Authorization/*/Write']),
      expect: 'Healthy',
    },
    { name: 'everything', resource: role('CustomRole', ['*']), expect: 'Unhealthy' },
    { name: 'Owner itself', resource: role('BuiltInRole', ['*']), expect: 'NotApplicable' },
    {
      name: 'without permissions',
      resource: sampleExtension(sampleSubscription, type, 'x', { type: 'CustomRole' }),
      expect: 'Unknown',
    },
  ],
};
