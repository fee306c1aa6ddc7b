import type { DirectoryEntry, PrincipalDirectory } from '../../../shared/flows/ports/inventory';
import { Throttled } from '../../../shared/flows/ports/portErrors';
import { Rejected } from '../../../shared/model/rejected';
import { memoryDirectory } from '../../doubles/memory/inventory';
import { cloud, row, subscriptionId } from './cloud';

const assignment = (name: string, principalId: string, principalType: string) =>
  row(
    `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    'microsoft.authorization/roleassignments',
    { principalId, principalType },
  );

const people: DirectoryEntry[] = [
  { id: 'ann', principalType: 'User', displayName: 'Ann', userType: 'Member', accountEnabled: true },
  { id: 'bob', principalType: 'User', displayName: 'Bob', userType: 'Guest', accountEnabled: false },
];
const directory: PrincipalDirectory = {
  users: async (ids) => people.filter(({ id }) => ids.includes(id)),
  servicePrincipals: async () => [{ id: 'app', principalType: 'ServicePrincipal', displayName: 'App' }],
  groups: async () => [{ id: 'staff', principalType: 'Group', displayName: 'Staff' }],
  usersOf: async () => people,
  mfaRegistrations: async () => new Map([['ann', true]]),
};
const refuse = async (): Promise<never> => {
  throw new Rejected('Forbidden', 'The app may not read it');
};

async function principals(overrides: Partial<PrincipalDirectory> = {}) {
  const all = cloud({ directory: { ...directory, ...overrides } });
  all.azure.tables.set('authorizationresources', [
    assignment('1', 'ann', 'User'),
    assignment('2', 'APP', 'ServicePrincipal'),
    assignment('3', 'staff', 'Group'),
  ]);
  await all.run();
  const read = async () => {
    const filter = { scope: `/subscriptions/${subscriptionId}`, type: 'Skywarden/principals' };
    const { items } = await all.ports.resources.list(filter, { top: 100 });
    return Object.fromEntries(
      items.map(({ observedAt: seenAt, resource: { name, properties } }) => {
        const { observedAt, ...facts } = properties;
        expect(observedAt).toBe(seenAt);
        return [name, facts];
      }),
    );
  };
  return { ...all, read };
}

test('whoever has a role, also through a group, is kept with what the directory tells', async () => {
  const { read, ports } = await principals();
  expect(await read()).toEqual({
    ann: {
      principalType: 'User',
      displayName: 'Ann',
      userType: 'Member',
      accountEnabled: true,
      mfaRegistered: true,
      memberOf: ['staff'],
    },
    bob: { principalType: 'User', displayName: 'Bob', userType: 'Guest', accountEnabled: false, memberOf: ['staff'] },
    app: { principalType: 'ServicePrincipal', displayName: 'App' },
    staff: { principalType: 'Group', displayName: 'Staff', membersRead: true },
  });
  const partition = await ports.resources.load({ subscriptionId, rootId: `/subscriptions/${subscriptionId}` });
  expect(partition.filter(({ type }) => type === 'Skywarden/principals')).toHaveLength(4);
});

test('facts that the app may not read are absent, and a note says why', async () => {
  const { read, ports } = await principals({
    users: refuse,
    groups: refuse,
    servicePrincipals: refuse,
    usersOf: refuse,
    mfaRegistrations: refuse,
  });
  expect(await read()).toEqual({
    ann: { principalType: 'User' },
    app: { principalType: 'ServicePrincipal' },
    staff: { principalType: 'Group' },
  });
  const { notes } = (await ports.inventory.find(subscriptionId))!.inventory;
  expect(Object.keys(notes).sort()).toEqual([
    'principals/group members',
    'principals/groups',
    'principals/registered methods',
    'principals/service principals',
    'principals/users',
  ]);
});

test('who has no role any more goes, unless it is not known who is in the groups', async () => {
  const { one, azure, later, read, ports, run } = await principals();
  azure.tables.set('authorizationresources', [
    assignment('2', 'app', 'ServicePrincipal'),
    assignment('3', 'staff', 'Group'),
  ]);
  ports.directory = { ...directory, usersOf: refuse };
  later(21 * 60);
  await run();
  expect(Object.keys(await read()).sort()).toEqual(['ann', 'app', 'bob', 'staff']);
  azure.tables.set('authorizationresources', [assignment('2', 'app', 'ServicePrincipal')]);
  ports.directory = memoryDirectory;
  later(21 * 60);
  await run();
  expect(Object.keys(await read())).toEqual(['app']);
  expect(await one({ kind: 'inventoryPrincipals', subscriptionId })).toEqual({ principals: 1, refused: [] });
});

test('who is told to wait comes back then', async () => {
  const { one, ports, work } = await principals();
  ports.directory = {
    ...directory,
    users: async () => {
      throw new Throttled(33);
    },
  };
  const message = { kind: 'inventoryPrincipals', subscriptionId } as const;
  expect(await one(message)).toEqual({ outcome: 'throttled' });
  expect(work).toEqual([{ message, delaySeconds: 33 }]);
});

test('a group is not taken for known any more when its members are refused', async () => {
  const { later, read, ports, run } = await principals();
  ports.directory = { ...directory, usersOf: refuse };
  later(21 * 60);
  await run();
  const { ann, bob, staff } = await read();
  expect([ann!['memberOf'], bob!['memberOf'], staff]).toEqual([
    undefined,
    ['staff'],
    { principalType: 'Group', displayName: 'Staff' },
  ]);
});
