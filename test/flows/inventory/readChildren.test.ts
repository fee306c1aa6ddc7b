import { collectedTypes } from '../../../shared/core/posture/inventory/collectedTypes';
import { childKinds } from '../../../shared/core/posture/inventory/childKinds';
import { partitionOf } from '../../../shared/core/documentIds';
import { Throttled } from '../../../shared/flows/ports/portErrors';
import { Rejected } from '../../../shared/model/rejected';
import { cloud, inGroup, row, subscriptionId } from './cloud';

const serverId = inGroup('Microsoft.Sql/servers', 's');
const rulesType = 'Microsoft.Sql/servers/firewallRules';
const child = 'microsoft.sql/servers>microsoft.sql/servers/firewallrules';
const rulesPath = `${serverId}/firewallRules`.toLowerCase();
const rule = (name: string) => ({ id: `${serverId}/firewallRules/${name}`, name, type: rulesType, properties: {} });
const server = row(serverId, 'microsoft.sql/servers');

function withServer(overrides: Parameters<typeof cloud>[0] = {}) {
  const all = cloud(overrides);
  all.azure.tables.set('resources', [server]);
  all.azure.resources.set(rulesPath, [rule('one'), rule('two')]);
  const isCollected = async (type: string): Promise<boolean> => {
    const subscription = await all.ports.resources.load(partitionOf(`/subscriptions/${subscriptionId}`));
    const own = await all.ports.resources.load(partitionOf(serverId));
    return collectedTypes([...subscription, ...own].map(({ resource }) => resource))(type, serverId);
  };
  return { ...all, isCollected };
}

test('children of every parent are stored below it, and that they were read', async () => {
  const { run, names, isCollected } = withServer();
  await run();
  expect(await names(rulesType)).toEqual(['one', 'two']);
  expect(await isCollected(rulesType)).toBe(true);
});

test('a single child that is not there was read all the same', async () => {
  const { run, names, isCollected } = withServer();
  await run();
  expect(await names('Microsoft.Sql/servers/auditingSettings')).toEqual([]);
  expect(await isCollected('Microsoft.Sql/servers/auditingSettings')).toBe(true);
});

test('a child that went is removed when its parent is read again', async () => {
  const { run, one, names, later, azure } = withServer();
  await run();
  azure.resources.set(rulesPath, [rule('two')]);
  later(10);
  expect(await one({ kind: 'inventoryChildren', subscriptionId, child, parent: serverId })).toEqual({
    parents: 1,
    children: 1,
    removed: 1,
    refused: 0,
  });
  expect(await names(rulesType)).toEqual(['two']);
});

test('where the app may not read, nothing is removed and the absence is not known', async () => {
  const { run, one, names, later, azure, isCollected } = withServer();
  await run();
  azure.reader.list = async () => {
    throw new Rejected('Forbidden', 'The app may not read it');
  };
  later(10);
  expect(await one({ kind: 'inventoryChildren', subscriptionId, child })).toMatchObject({ refused: 1, removed: 0 });
  expect(await names(rulesType)).toEqual(['one', 'two']);
  expect(await isCollected(rulesType)).toBe(false);
});

test('a failure is an error for the queue to try again, a pause puts the piece back', async () => {
  const { run, one, azure, work } = withServer();
  await run();
  azure.reader.list = async () => {
    throw new Error('503');
  };
  const message = { kind: 'inventoryChildren', subscriptionId, child } as const;
  await expect(one(message)).rejects.toThrow('503');
  azure.reader.list = async () => {
    throw new Throttled(9);
  };
  expect(await one(message)).toEqual({ outcome: 'throttled' });
  expect(work).toEqual([{ message, delaySeconds: 9 }]);
});

test('a piece reads so many parents and leaves the rest to another', async () => {
  const { run, azure, work, one } = withServer();
  const servers = Array.from({ length: 60 }, (_, at) => {
    const id = inGroup('Microsoft.Sql/servers', `s${at}`);
    azure.resources.set(`${id}/firewallRules`.toLowerCase(), []);
    return row(id, 'microsoft.sql/servers');
  });
  azure.tables.set('resources', servers);
  await run();
  expect(await one({ kind: 'inventoryChildren', subscriptionId, child })).toMatchObject({ parents: 50 });
  expect(work).toHaveLength(1);
  expect(await one(work[0]!.message)).toMatchObject({ parents: 10 });
});

test('values that may be secrets are not kept', async () => {
  const { azure, run, ports } = withServer();
  const accountId = inGroup('Microsoft.Automation/automationAccounts', 'a');
  const id = `${accountId}/variables/v`;
  azure.tables.set('resources', [row(accountId, 'microsoft.automation/automationaccounts')]);
  azure.resources.set(`${accountId}/variables`.toLowerCase(), [
    {
      id,
      name: 'v',
      type: 'Microsoft.Automation/automationAccounts/variables',
      properties: { isEncrypted: false, value: 'x' },
    },
  ]);
  await run();
  expect((await ports.resources.get(id))!.resource.properties).toEqual({ isEncrypted: false });
});

test('kinds have keys of their own, a path and a version', () => {
  expect(new Set(childKinds.map(({ key }) => key)).size).toBe(childKinds.length);
  for (const { path, apiVersion } of childKinds) {
    expect(path).toMatch(/^\/\w/);
    expect(apiVersion).toMatch(/^20\d\d-\d\d-\d\d(-preview)?$/);
  }
});
