import { accountAccess, isGuest, judgeAccounts, negated } from '../../../../shared/core/posture/checks/accountAccess';
import { sampleAssignment, samplePrincipal } from '../../../../shared/core/posture/checks/accountCases';
import { sampleCollection } from '../../../../shared/core/posture/checks/collected';
import { byType, resourceGraph } from '../../../../shared/core/posture/resourceGraph';
import { sampleSubscription } from '../../../../shared/core/posture/checks/sampleResource';
import { flagAt } from '../../../../shared/core/posture/checks/setting';
import { subscriptionOwners } from '../../../../shared/core/posture/checks/subscriptionOwners';
import type { Resource } from '../../../../shared/model/resource';

const graphOf = (...members: Resource[]) => resourceGraph(sampleSubscription, byType([sampleSubscription, ...members]));

const judge = (...members: Resource[]) =>
  judgeAccounts({
    levels: ['owner'],
    atFault: ({ properties }) => negated(flagAt(properties, 'mfaRegistered')),
    cause: 'NoMfa',
    fault: 'with owner permissions without a second factor',
  })(sampleSubscription, graphOf(...members));

const group = samplePrincipal(3, { principalType: 'Group', membersRead: true });

test('nothing is known without role assignments', () => {
  expect(accountAccess(graphOf())).toBeUndefined();
  expect(judge()).toMatchObject({ code: 'Unknown', cause: 'RoleAssignmentsMissing' });
});

test('members of a group hold its roles, service principals are no accounts', () => {
  const access = accountAccess(
    graphOf(
      sampleAssignment(3, 'owner', { principalType: 'Group' }),
      sampleAssignment(4, 'owner', { principalType: 'ServicePrincipal' }),
      group,
      samplePrincipal(2, { memberOf: [group.name.toUpperCase()] }),
    ),
  );
  expect(access?.accounts.map(({ facts, level }) => [facts?.name, level])).toEqual([
    [samplePrincipal(2, {}).name, 'owner'],
  ]);
  expect(access?.doubts).toEqual([]);
});

test('one account at fault is named, whatever is not known of others', () => {
  const verdict = judge(
    sampleAssignment(1, 'owner'),
    sampleAssignment(2, 'owner'),
    sampleAssignment(3, 'owner', { principalType: 'Group' }),
    samplePrincipal(1, { displayName: 'Kim', mfaRegistered: false }),
  );
  expect(verdict).toMatchObject({ code: 'Unhealthy', cause: 'NoMfa' });
  expect(verdict.description).toBe('1 account with owner permissions without a second factor: Kim.');
});

test('an account with two assignments is one account', () => {
  const verdict = judge(
    sampleAssignment(1, 'owner'),
    { ...sampleAssignment(1, 'owner', { scope: '/' }), id: `${sampleAssignment(1, 'owner').id}-2` },
    samplePrincipal(1, { mfaRegistered: false }),
  );
  expect(verdict.description).toMatch(/^1 account /);
});

test('a role of unknown definition matters only where its account could be at fault', () => {
  const known = [sampleAssignment(1, 'owner'), samplePrincipal(1, { mfaRegistered: true })];
  expect(judge(...known, sampleAssignment(2, 'unclear'), samplePrincipal(2, { mfaRegistered: true })).code).toBe(
    'Healthy',
  );
  expect(judge(...known, sampleAssignment(2, 'unclear'), samplePrincipal(2, { mfaRegistered: false }))).toMatchObject({
    code: 'Unknown',
    cause: 'RoleUnknown',
  });
});

test('assignments that could be read in part are never healthy', () => {
  const part = sampleCollection(sampleSubscription, 'Microsoft.Authorization/roleAssignments', 'refused');
  expect(judge(sampleAssignment(1, 'owner'), samplePrincipal(1, { mfaRegistered: true }), part).code).toBe('Unknown');
});

test('owners of the subscription are counted once, those of its groups not at all', () => {
  const below = { scope: `${sampleSubscription.id}/resourceGroups/shop` };
  const owners = subscriptionOwners(
    sampleSubscription,
    graphOf(
      sampleAssignment(1, 'owner'),
      sampleAssignment(1, 'owner', { scope: '/' }),
      sampleAssignment(2, 'owner', below),
      sampleAssignment(5, 'read'),
    ),
  );
  expect(owners).toEqual({ names: [samplePrincipal(1, {}).name] });
});

test('guests are known by their userType, which may be missing or another word', () => {
  expect(['guest', 'member', 'other', undefined].map(isGuest)).toEqual([true, false, undefined, undefined]);
  expect([negated(true), negated(false), negated(undefined)]).toEqual([false, true, undefined]);
});

test('a group whose members were not read anew is never healthy by those that are known', () => {
  const known = samplePrincipal(2, { mfaRegistered: true, memberOf: [group.name] });
  const role = sampleAssignment(3, 'owner', { principalType: 'Group' });
  expect(judge(role, known, group).code).toBe('Healthy');
  expect(judge(role, known, samplePrincipal(3, { principalType: 'Group' }))).toMatchObject({
    code: 'Unknown',
    cause: 'GroupMembersUnknown',
  });
});
