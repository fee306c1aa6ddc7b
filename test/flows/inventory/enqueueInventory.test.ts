import { enqueueInventory } from '../../../shared/flows/inventory/enqueueInventory';
import { account, accountId, cloud, home, row, subscriptionId } from './cloud';

const other = '00000000-0000-0000-0000-000000000002';

test('each subscription that the identity sees is a piece of work, with its name and management groups known', async () => {
  const { azure, ports, work } = cloud();
  const containers = azure.tables.get('resourcecontainers')!;
  containers.push(row(`/subscriptions/${other}`, 'microsoft.resources/subscriptions', {}, { subscriptionId: other }));
  expect(await enqueueInventory(ports, home)).toEqual({ subscriptions: 2, missing: 0 });
  expect(work.map(({ message }) => message)).toEqual([
    { kind: 'inventorySubscription', subscriptionId },
    { kind: 'inventorySubscription', subscriptionId: other },
  ]);
  expect(await ports.settings.subscriptions()).toMatchObject([
    { subscriptionId, managementGroups: ['root'], tenantId: home.tenantId },
    { subscriptionId: other },
  ]);
});

test('a subscription that is not seen any more is reported; its resources stay', async () => {
  const { azure, ports, run, log, later } = cloud();
  azure.tables.set('resources', [account('a')]);
  await run();
  const containers = azure.tables.get('resourcecontainers')!;
  azure.tables.set('resourcecontainers', []);
  later(24 * 60);
  expect(await enqueueInventory(ports, home)).toEqual({ subscriptions: 0, missing: 1 });
  expect((await ports.inventory.find(subscriptionId))!.inventory.missingSince).toBe('2026-11-22T12:00:00.000Z');
  expect(log.at(-1)).toMatchObject({ level: 'warn', facts: { subscriptionId } });
  expect(await ports.resources.get(accountId('a'))).toBeDefined();

  azure.tables.set('resourcecontainers', containers);
  expect(await enqueueInventory(ports, home)).toEqual({ subscriptions: 1, missing: 0 });
  expect((await ports.inventory.find(subscriptionId))!.inventory.missingSince).toBeUndefined();
});
