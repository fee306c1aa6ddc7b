import { createIngest } from '../../shared/flows/ingestTelemetry';
import { assignmentDelayMs } from '../../shared/flows/workspaceDirectory';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { batchOf, units as plainUnits } from './support/ingestWorld';
import { storeWorkspaces, workspace } from './support/workspaces';

const home = { ...plainUnits.home, location: 'westeurope' };
const units = { ...plainUnits, home };
const other = '00000000-0000-0000-0000-000000000002';
const idOf = (name: string, subscription = other): string =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/${name}`;
const snapshot = (name: string, location: string, subscription = other): string =>
  JSON.stringify({
    id: idOf(name, subscription),
    name,
    type: 'Microsoft.Compute/virtualMachines',
    location,
    properties: {},
  });

let sequence: number;
let world: MemoryPorts;
let ingest: ReturnType<typeof createIngest>;
beforeEach(() => {
  sequence = 0;
  world = memoryPorts();
  ingest = createIngest(world.ports, units);
});

const send = (body: string, resourceId = '') =>
  ingest(
    batchOf([
      {
        body: Buffer.from(body),
        sequence: (sequence += 1),
        enqueuedAt: world.clock.now.toISOString(),
        properties: { resourceId },
      },
    ]),
  );
const at = (): string => world.clock.now.toISOString();
const pass = (ms: number): void => void (world.clock.now = new Date(world.clock.now.getTime() + ms));
const names = async () => (await world.ports.workspaces.list()).map(({ workspace: { name } }) => name).sort();
const placeOf = async (name: string) => (await world.ports.workspaces.machines(other, [idOf(name).toLowerCase()]))[0];

test('the default workspace of a geography is made on first need, and the next machine there shares it', async () => {
  await send(snapshot('one', 'westeurope'));
  await send(snapshot('two', 'francecentral'));
  await send(snapshot('three', 'uksouth'));
  expect(await names()).toEqual([`DefaultWorkspace-${other}-SUK`, `DefaultWorkspace-${other}-WEU`]);
  expect((await placeOf('two'))?.workspaceId).toBe((await placeOf('one'))?.workspaceId);
});

test('a machine of the home subscription and geography needs no other workspace', async () => {
  await send(snapshot('one', 'northeurope', home.subscriptionId));
  expect(await names()).toEqual([]);
});

test('what a machine sends goes to its workspace a little later, when every instance knows it', async () => {
  await send(snapshot('one', 'eastus'));
  await send('{"n":1}', idOf('one'));
  pass(assignmentDelayMs);
  await send('{"n":2}', idOf('ONE'));
  const own = `defaultworkspace-${other}-eus`;
  expect(world.pages.map(({ workspaceId }) => workspaceId)).toEqual(['default', 'default', own]);
});

test('a machine goes to the workspace that its subscription is assigned to, and stays there', async () => {
  const scopes = [{ scope: `/subscriptions/${other}`, since: '2026-11-01T00:00:00.000Z', existing: false }];
  await storeWorkspaces(world.ports, [workspace('contoso', { scopes })]);
  await send(snapshot('one', 'eastus'));
  expect(await placeOf('one')).toMatchObject({ workspaceId: 'contoso' });
  const [stored] = await world.ports.workspaces.list();
  await world.ports.workspaces.save({ ...stored!, workspace: { ...stored!.workspace, scopes: [] } });
  pass(assignmentDelayMs);
  await send('{"n":1}', idOf('one'));
  expect(world.pages.map(({ workspaceId }) => workspaceId)).toEqual(['contoso', 'contoso']);
});

test('one that is deleted takes nothing any more', async () => {
  await send(snapshot('one', 'eastus'));
  const [stored] = await world.ports.workspaces.list();
  await world.ports.workspaces.remove(stored!);
  pass(assignmentDelayMs);
  await send('{"n":1}', idOf('one'));
  expect(world.pages.at(-1)!.workspaceId).toBe('default');
});

test('facts below a machine settle nothing', async () => {
  const id = `${idOf('one')}/providers/Skywarden/machineFacts/default`;
  const facts = { id, name: 'default', type: 'Skywarden/machineFacts', location: 'eastus', properties: {} };
  await send(JSON.stringify(facts));
  expect(await names()).toEqual([]);
});

test('the resource and the alert of a workspace carry its id', async () => {
  const scopes = [{ scope: `/subscriptions/${other}`, since: '2026-11-01T00:00:00.000Z', existing: false }];
  await storeWorkspaces(world.ports, [workspace('contoso', { scopes })]);
  await send(snapshot('one', 'eastus'));
  await send('{"kind":"bad","hostname":"one"}', idOf('one'));
  await send('{"kind":"bad","hostname":"one"}', idOf('one', home.subscriptionId));
  expect(world.resourceFeed.map(({ workspaceId }) => workspaceId)).toEqual(['contoso']);
  const alerts = world.findings().filter(({ kind }) => kind === 'alert');
  expect(alerts.map(({ workspaceId }) => workspaceId).sort()).toEqual(['contoso', 'default']);
});

test('a batch asks for its workspaces and machines at most once in half a minute', async () => {
  const [list, machines] = [jest.spyOn(world.ports.workspaces, 'list'), jest.spyOn(world.ports.workspaces, 'machines')];
  for (let n = 0; n < 5; n += 1) await send(JSON.stringify({ n }), idOf('one'));
  expect([list.mock.calls.length, machines.mock.calls.length]).toEqual([1, 1]);
  pass(31_000);
  await send('{"n":9}', idOf('one'));
  expect([list.mock.calls.length, machines.mock.calls.length]).toEqual([2, 2]);
});

test('pages carry the time to live of their kind and workspace', async () => {
  await storeWorkspaces(world.ports, [workspace('contoso', { hotDays: 7, retentionDays: 7, keepAllSources: true })]);
  const account = `/subscriptions/${other}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/lake`;
  const doored = createIngest(world.ports, { ...units, workspaceOf: () => 'Contoso' });
  const message = (n: number, resourceId: string) => ({
    body: Buffer.from(`{"n":${n}}`),
    sequence: n,
    enqueuedAt: world.clock.now.toISOString(),
    properties: { resourceId },
  });
  await doored(batchOf([message(1, account), message(2, idOf('one'))]));
  await createIngest(world.ports, units)(batchOf([message(3, account), message(4, idOf('one'))], '1'));
  expect(world.pages.map(({ pk, ttl, archived }) => [pk, ttl, archived])).toEqual([
    ['contoso|2026-11-21T12|0|other', 604_800, undefined],
    ['contoso|2026-11-21T12|0', 604_800, undefined],
    ['default|2026-11-21T12|1|other', 172_800, undefined],
    ['default|2026-11-21T12|1', 259_200, true],
  ]);
  expect([...world.archive.keys()]).toEqual(['default/2026-11-21/12/1.0000']);
});

test('nothing is settled by who came through the ingest door', async () => {
  const doored = createIngest(world.ports, { ...units, workspaceOf: () => 'contoso' });
  const message = { body: Buffer.from(snapshot('one', 'eastus')), sequence: 1, enqueuedAt: at(), properties: {} };
  await doored(batchOf([message]));
  expect(await placeOf('one')).toBeUndefined();
  expect(world.resourceFeed.map(({ workspaceId }) => workspaceId)).toEqual(['contoso']);
});

test('made-up subscriptions do not make workspaces without end', async () => {
  await storeWorkspaces(
    world.ports,
    Array.from({ length: 500 }, (_, number) => workspace(`w-${number}`)),
  );
  await send(snapshot('one', 'eastus'));
  expect(await placeOf('one')).toMatchObject({ workspaceId: 'default' });
  expect(await names()).toHaveLength(500);
});
