import { partitionOf, resourceDocumentId } from '../../../shared/core/documentIds';
import { Throttled } from '../../../shared/flows/ports/portErrors';
import { Rejected } from '../../../shared/model/rejected';
import { account, accountId, cloud, inGroup, row, subscriptionId } from './cloud';

const accounts = 'Microsoft.Storage/storageAccounts';
const message = { kind: 'inventorySubscription', subscriptionId } as const;

test('the first run stores every resource of all pages and tables, in the shape of Resource Manager', async () => {
  const { azure, run, names, ports } = cloud();
  azure.tables.set(
    'resources',
    ['a', 'b', 'c', 'd', 'e'].map((name) => account(name)),
  );
  await run();
  expect(await names(accounts)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await names('Microsoft.Resources/subscriptions/resourceGroups')).toEqual(['rg']);
  const stored = await ports.resources.get(accountId('a'));
  expect(stored!.source).toBe('inventory/resources');
  expect(stored!.resource).toEqual({
    id: accountId('a'),
    name: 'a',
    type: 'microsoft.storage/storageaccounts',
    location: 'westeurope',
    properties: {},
  });
});

test('between walks only what changed is read', async () => {
  const { azure, run, later, change, ports } = cloud();
  azure.tables.set('resources', [account('a', { tls: 'old' }), account('b')]);
  await run();
  later(30);
  azure.tables.set('resources', [account('a', { tls: 'new' }), account('b')]);
  change('Update', accountId('a'));
  later(5);
  azure.queries.length = 0;
  await run();
  expect((await ports.resources.get(accountId('a')))!.resource.properties).toEqual({ tls: 'new' });
  expect(azure.queries.filter((query) => query === 'resources | order by id asc')).toEqual([]);
});

test('a deletion is believed when the resource is not there, and takes its children along', async () => {
  const { azure, run, later, change, names, ports, resourceFeed } = cloud();
  azure.tables.set('resources', [account('a'), account('b')]);
  azure.resources.set(`${accountId('a')}/blobServices/default`.toLowerCase(), {
    id: `${accountId('a')}/blobServices/default`,
    name: 'default',
    type: 'Microsoft.Storage/storageAccounts/blobServices',
    properties: {},
  });
  await run();
  expect(await names(`${accounts}/blobServices`)).toEqual(['default']);
  later(30);
  azure.tables.set('resources', [account('b')]);
  change('Delete', accountId('a'));
  change('Delete', accountId('b'));
  later(5);
  await run();
  expect(await names(accounts)).toEqual(['b']);
  expect(await names(`${accounts}/blobServices`)).toEqual([]);
  expect(await ports.resources.get(accountId('a'))).toBeUndefined();
  expect(resourceFeed.filter(({ deleted }) => deleted).every(({ resourceId }) => resourceId.includes('/a'))).toBe(true);
});

test('one that was created a moment ago and is not visible yet is not removed, and comes with the overlap', async () => {
  const { azure, run, later, change, names } = cloud();
  await run();
  later(30);
  change('Create', accountId('new'));
  later(1);
  await run();
  expect(await names(accounts)).toEqual([]);
  azure.tables.set('resources', [account('new')]);
  later(5);
  await run();
  expect(await names(accounts)).toEqual(['new']);
});

test('a change that became visible late is not missed', async () => {
  const { azure, run, later, change, names, clock } = cloud();
  await run();
  later(30);
  await run();
  clock.now = new Date(clock.now.getTime() - 10 * 60_000);
  azure.tables.set('resources', [account('late')]);
  change('Create', accountId('late'));
  later(15);
  await run();
  expect(await names(accounts)).toEqual(['late']);
});

test('more changes than fit in a page are all read, over several pieces', async () => {
  const { azure, run, later, change, names, clock } = cloud();
  await run();
  later(30);
  const all = Array.from({ length: 40 }, (_, at) => `s${String(at).padStart(2, '0')}`);
  azure.tables.set(
    'resources',
    all.map((name) => account(name)),
  );
  for (const name of all) {
    change('Create', accountId(name));
    clock.now = new Date(clock.now.getTime() + 1_000);
  }
  later(5);
  await run();
  expect(await names(accounts)).toEqual(all);
});

test('more changes of one moment than fit in a page begin a walk', async () => {
  const { azure, run, later, change, names, log } = cloud();
  await run();
  later(30);
  const all = ['a', 'b', 'c', 'd', 'e'];
  azure.tables.set(
    'resources',
    all.map((name) => account(name)),
  );
  for (const name of all) change('Create', accountId(name));
  later(5);
  await run();
  expect(await names(accounts)).toEqual(all);
  expect(log.map(({ message: told }) => told)).toContain('Changes cannot be read on: everything is');
});

test('a walk a day later removes what it does not see, and nothing that other sources told', async () => {
  const { azure, run, later, names, ports, clock } = cloud();
  azure.tables.set('resources', [account('a'), account('b')]);
  await run();
  const stored = (await ports.resources.get(accountId('a')))!;
  const facts = inGroup('Microsoft.Compute/virtualMachines', 'vm');
  const other = { ...stored, source: 'agent', observedAt: clock.now.toISOString() };
  await ports.resources.save({
    ...other,
    id: resourceDocumentId(facts),
    ...partitionOf(facts),
    resourceId: facts,
    type: 'Microsoft.Compute/virtualMachines',
    resource: { id: facts, name: 'vm', type: 'Microsoft.Compute/virtualMachines', properties: {} },
  });
  azure.tables.set('resources', [account('b')]);
  later(19 * 60);
  await run();
  expect(await names(accounts)).toEqual(['a', 'b']);
  later(61);
  await run();
  expect(await names(accounts)).toEqual(['b']);
  expect(await names('Microsoft.Compute/virtualMachines')).toEqual(['vm']);
});

describe('nothing is removed by a walk', () => {
  async function afterLosing(spoil: (spoilt: ReturnType<typeof cloud>) => void) {
    const spoilt = cloud();
    spoilt.azure.tables.set('resources', [account('a'), account('b')]);
    await spoilt.run();
    spoilt.later(21 * 60);
    spoilt.azure.tables.set('resources', [account('b')]);
    spoil(spoilt);
    await spoilt.run();
    const { inventory } = (await spoilt.ports.inventory.find(subscriptionId))!;
    return { ...spoilt, names: await spoilt.names(accounts), table: inventory.tables['resources'] };
  }

  test('that was cut', async () => {
    const { names, table } = await afterLosing(({ azure }) => {
      azure.before.query = (query) =>
        query.startsWith('resources | order') ? { rows: [], total: 1, isCut: true } : undefined;
    });
    expect(names).toEqual(['a', 'b']);
    expect(table).toMatchObject({ outcome: 'partial', reason: 'The answer was cut' });
  });

  test('that got fewer rows than there are', async () => {
    const { names, table } = await afterLosing(({ azure }) => {
      azure.before.query = (query) =>
        query.startsWith('resources | order') ? { rows: [account('b')], total: 2, isCut: false } : undefined;
    });
    expect(names).toEqual(['a', 'b']);
    expect(table).toMatchObject({ outcome: 'partial', reason: '1 of 2 rows came' });
  });

  test('that did not see the subscription itself', async () => {
    const { names, log } = await afterLosing(({ azure }) => void azure.tables.set('resourcecontainers', []));
    expect(names).toEqual(['a', 'b']);
    expect(log.map(({ message: text }) => text)).toContain('The inventory of a subscription is not whole');
  });

  test('with permission for parts of the subscription', async () => {
    const { names, table } = await afterLosing(({ azure }) => void (azure.state.readsAll = false));
    expect(names).toEqual(['a', 'b']);
    expect(table).toMatchObject({ outcome: 'partial' });
  });

  test('whose table was refused', async () => {
    const { names, table } = await afterLosing(({ azure }) => {
      azure.before.query = (query) => {
        if (query.startsWith('resources | order')) throw new Rejected('Forbidden', 'No.');
        return undefined;
      };
    });
    expect(names).toEqual(['a', 'b']);
    expect(table).toMatchObject({ outcome: 'refused', reason: 'No.' });
  });
});

test('what was read is marked beside the subscription, so that absence can be told from ignorance', async () => {
  const { azure, run, ports } = cloud();
  azure.before.query = (query) => {
    if (query.startsWith('patchassessmentresources')) throw new Rejected('InvalidQuery', 'No such table.');
    return undefined;
  };
  await run();
  const { items } = await ports.resources.list(
    { scope: `/subscriptions/${subscriptionId}`, type: 'Skywarden/collections' },
    { top: 100 },
  );
  const outcome = (name: string) =>
    items.find(({ resource }) => resource.name === name)?.resource.properties['outcome'];
  expect(outcome('resources')).toBe('complete');
  expect(outcome('patchassessmentresources')).toBe('refused');
  expect(new Set(items.map(({ rootId }) => rootId))).toContain(`/subscriptions/${subscriptionId}`);
});

test('a token that has run out begins its table anew', async () => {
  const { azure, run, names } = cloud();
  azure.tables.set(
    'resources',
    ['a', 'b', 'c', 'd'].map((name) => account(name)),
  );
  let pages = 0;
  azure.before.query = (query) => {
    if (query.startsWith('resources | order') && ++pages === 2) throw new Rejected('BadRequest', 'Stale token.');
    return undefined;
  };
  await run();
  expect(await names(accounts)).toEqual(['a', 'b', 'c', 'd']);
  expect(pages).toBe(4);
});

test('after a crash in the middle the walk goes on where it was, and removes nothing that it saw before', async () => {
  const { azure, one, later, names, ports, run } = cloud();
  azure.tables.set(
    'resources',
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => account(name)),
  );
  let pages = 0;
  azure.before.query = (query) => {
    if (query.startsWith('resources | order') && ++pages === 3) throw new Error('The process ended');
    return undefined;
  };
  expect(await one(message)).toMatchObject({ outcome: 'failed' });
  expect((await ports.inventory.find(subscriptionId))!.inventory.walk).toMatchObject({ table: 'resources', rows: 6 });
  later(5);
  await run();
  expect(pages).toBe(4);
  expect(await names(accounts)).toHaveLength(7);
});

test('who is told to wait comes back then, and nobody asks meanwhile', async () => {
  const { azure, one, work, later } = cloud();
  azure.before.query = () => {
    throw new Throttled(40);
  };
  expect(await one(message)).toMatchObject({ outcome: 'throttled', retryAfterSeconds: 40 });
  expect(work).toEqual([{ message, delaySeconds: 40 }]);
  const asked = azure.queries.length;
  expect(await one(message)).toMatchObject({ outcome: 'busy' });
  expect(azure.queries).toHaveLength(asked);
  later(1);
  delete azure.before.query;
  expect(await one(message)).toMatchObject({ outcome: 'read' });
});

test('role assignments above, at and below the subscription are kept with it and name their scope', async () => {
  const { azure, run, ports } = cloud();
  const type = 'microsoft.authorization/roleassignments';
  const own = `${accountId('a')}/providers/Microsoft.Authorization/RoleAssignments/g1`;
  azure.tables.set('authorizationresources', [
    row(own, type, { principalId: 'p1', principalType: 'ServicePrincipal', scope: accountId('a') }),
    row(
      '/providers/Microsoft.Authorization/RoleAssignments/g2',
      type,
      { principalId: 'p2', scope: '/' },
      { subscriptionId: '' },
    ),
    row('/providers/Microsoft.Authorization/RoleDefinitions/built-in', 'microsoft.authorization/roledefinitions', {
      type: 'BuiltInRole',
    }),
  ]);
  await run();
  const partition = await ports.resources.load({ subscriptionId, rootId: `/subscriptions/${subscriptionId}` });
  const assignments = partition.filter(({ type: kind }) => kind === type);
  const scopes = assignments.map(({ resource }) => [resource.name, resource.properties['scope']] as const);
  expect(Object.fromEntries(scopes)).toEqual({ g1: accountId('a'), g2: '/' });
});

test('a machine in a backup vault has a record of it below itself', async () => {
  const { azure, run, names } = cloud();
  const vm = inGroup('Microsoft.Compute/virtualMachines', 'vm');
  const vault = inGroup('Microsoft.RecoveryServices/vaults', 'v');
  azure.tables.set('recoveryservicesresources', [
    row(
      `${vault}/backupFabrics/Azure/protectionContainers/c/protectedItems/item`,
      'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems',
      { sourceResourceId: vm },
    ),
  ]);
  await run();
  expect(await names('Microsoft.RecoveryServices/backupprotecteditems')).toEqual(['item']);
});
