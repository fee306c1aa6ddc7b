import { sourceMappingKey } from '../../shared/core/documentIds';
import { createIngest } from '../../shared/flows/ingestTelemetry';
import { sourceMappingSchema } from '../../shared/model/sourceMapping';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { batchOf, machine, storedEvents, units as plainUnits } from './support/ingestWorld';
import { storeWorkspaces, workspace } from './support/workspaces';

let sequence: number;
let world: MemoryPorts;
let ingest: ReturnType<typeof createIngest>;
let asked: number;
beforeEach(() => {
  [sequence, asked] = [0, 0];
  world = memoryPorts();
  const store = world.ports.sourceMappings;
  world.ports.sourceMappings = {
    ...store,
    list: () => {
      asked += 1;
      return store.list();
    },
  };
  const workspaceOf = ({ properties }: { properties: Record<string, unknown> }) =>
    properties['door'] as string | undefined;
  ingest = createIngest(world.ports, { ...plainUnits, workspaceOf });
});

const map = (workspaceId: string, settings: object, name = 'doorman') =>
  world.ports.sourceMappings.save({
    kind: 'sourceMapping',
    ...sourceMappingKey(workspaceId, name),
    workspaceId,
    mapping: { ...sourceMappingSchema.parse({ match: [{ path: 'app', equals: 'doorman' }], ...settings }), name },
    updatedAt: '2026-11-21T08:00:00.000Z',
    updatedBy: 'somebody',
  });

const send = (body: object, properties: Record<string, unknown> = {}) =>
  ingest(
    batchOf([
      {
        body: Buffer.from(JSON.stringify(body)),
        sequence: (sequence += 1),
        enqueuedAt: world.clock.now.toISOString(),
        properties,
      },
    ]),
  );
const last = async () => (await storedEvents(world.pages)).at(-1)!;
const pass = (seconds: number): void => void (world.clock.now = new Date(world.clock.now.getTime() + seconds * 1000));

test('what no source knows is stored as the mapping of its workspace reads it', async () => {
  await map('default', { time: 'at', resourceId: machine, logSource: { product: 'doorman' }, account: 'login' });
  expect(await send({ app: 'doorman', at: '2026-11-21T08:00:00Z', login: 'ann' })).toMatchObject({ stored: 1 });
  expect(await last()).toMatchObject({
    source: 'generic',
    time: '2026-11-21T08:00:00.000Z',
    resourceId: machine,
    logSource: { product: 'doorman' },
    entities: [{ type: 'account', name: 'ann' }],
  });
  expect(world.pages.at(-1)!.users).toEqual(['ann']);
});

test('each workspace has its own: that of the door before that of the resource', async () => {
  const scopes = [{ scope: machine.toLowerCase(), since: '2026-11-01T00:00:00.000Z', existing: true }];
  await storeWorkspaces(world.ports, [workspace('contoso', { scopes }), workspace('fabrikam')]);
  for (const id of ['default', 'contoso', 'fabrikam']) await map(id, { logSource: { product: id } });
  const productOf = async (properties: object) => {
    await send({ app: 'doorman', n: sequence }, properties as Record<string, unknown>);
    return (await last()).logSource.product;
  };
  expect(await productOf({})).toBe('default');
  expect(await productOf({ resourceId: machine })).toBe('contoso');
  expect(await productOf({ resourceId: machine, door: 'fabrikam' })).toBe('fabrikam');
});

test('a source that knows the record goes before every mapping', async () => {
  await map('default', { match: [{ path: 'output_fields', exists: true }], logSource: { product: 'mine' } });
  await send({ output: 'x', output_fields: { a: 1 }, rule: 'r', priority: 'Notice', time: '2026-11-21T08:00:00Z' });
  expect((await last()).source).toBe('falco');
});

test('a change is in use after half a minute, and the store is asked no more often', async () => {
  await send({ app: 'doorman', n: 1 });
  await map('default', { logSource: { product: 'doorman' } });
  await send({ app: 'doorman', n: 2 });
  expect((await last()).logSource).toEqual({});
  pass(30);
  await send({ app: 'doorman', n: 3 });
  expect((await last()).logSource).toEqual({ product: 'doorman' });
  expect(asked).toBe(2);
});

test('a store that cannot be asked fails the batch, which comes again, and loses nothing', async () => {
  const store = world.ports.sourceMappings;
  world.ports.sourceMappings = { ...store, list: () => Promise.reject(new Error('away')) };
  await expect(send({ app: 'doorman', n: 1 })).rejects.toThrow('away');
  world.ports.sourceMappings = store;
  sequence -= 1;
  expect(await send({ app: 'doorman', n: 1 })).toMatchObject({ stored: 1 });
});
