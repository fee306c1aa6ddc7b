import {
  isBelowSubscription,
  isCustomRole,
  levelOfDefinition,
  roleLevel,
} from '../../../../shared/core/posture/checks/roleLevel';
import { sampleAssignment, sampleRoles } from '../../../../shared/core/posture/checks/accountCases';
import { sampleExtension, sampleSubscription } from '../../../../shared/core/posture/checks/sampleResource';

const definition = (permissions: object[], name: string = sampleRoles.unclear) =>
  sampleExtension(sampleSubscription, 'Microsoft.Authorization/roleDefinitions', name, { permissions });

const idOf = (guid: string) => `/providers/Microsoft.Authorization/RoleDefinitions/${guid.toUpperCase()}`;

test('built-in roles are known by their id, whatever its case and scope', () => {
  expect(roleLevel(idOf(sampleRoles.owner), [])).toBe('owner');
  expect(roleLevel(idOf(sampleRoles.write), [])).toBe('write');
  expect(roleLevel(idOf(sampleRoles.read), [])).toBe('read');
});

test('another role is unclear until its definition is there', () => {
  expect(roleLevel(idOf(sampleRoles.unclear), [])).toBe('unclear');
  const known = definition([{ actions: ['Microsoft.Compute/virtualMachines/*'], notActions: [] }]);
  expect(roleLevel(idOf(sampleRoles.unclear), [known])).toBe('write');
});

test.each([
  ['owner', [{ actions: ['*'], notActions: [] }]],
  ['write', [{ actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] }]],
  ['owner', [{ actions: ['*'], notActions: ['Microsoft.Compute/*/Delete'] }]],
  ['read', [{ actions: ['*/read'], notActions: [] }]],
  ['write', [{ actions: ['*/read'], notActions: [], dataActions: ['Microsoft.Storage/x/blobs/write'] }]],
  [
    'owner',
    [
      { actions: ['*/read'], notActions: [] },
      { actions: ['*'], notActions: [] },
    ],
  ],
  ['unclear', [{ actions: ['*'] }]],
  ['unclear', [{ actions: [null], notActions: [] }]],
  ['unclear', []],
] as const)('%s: %j', (level, permissions) => {
  expect(levelOfDefinition(definition([...permissions]))).toBe(level);
});

test('an assignment lies below the subscription, at or above it, or nobody knows', () => {
  const at = (scope: string) => isBelowSubscription(sampleAssignment(1, 'owner', { scope }), sampleSubscription.id);
  expect(at(`${sampleSubscription.id.toUpperCase()}/resourceGroups/shop`)).toBe(true);
  expect([at(sampleSubscription.id), at('/'), at('/providers/Microsoft.Management/managementGroups/all')]).toEqual([
    false,
    false,
    false,
  ]);
  expect(isBelowSubscription(definition([]), sampleSubscription.id)).toBeUndefined();
});

test('a role is custom, built in, or does not say', () => {
  const role = (properties: object) => isCustomRole({ ...definition([]), properties: { ...properties } });
  expect([role({ type: 'CustomRole' }), role({ roleType: 'BuiltInRole' }), role({})]).toEqual([true, false, undefined]);
});
