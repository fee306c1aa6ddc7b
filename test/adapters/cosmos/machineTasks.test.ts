import { machineTaskStore } from '../../../shared/adapters/cosmos/machineTasks';
import { machineTaskKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { MachineTaskDocument } from '../../../shared/model/machineTask';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const now = new Date('2026-11-21T12:00:00.000Z');
const taskId = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const documentOf = (n: number, machineId: string, more: Partial<MachineTaskDocument> = {}): MachineTaskDocument => ({
  kind: 'machineTask',
  ...machineTaskKey('main', taskId(n)),
  workspaceId: 'main',
  day: `2026-11-${20 + (n % 2)}`,
  at: `2026-11-21T08:00:0${n}.000Z`,
  order: {
    id: taskId(n),
    workspaceId: 'main',
    machineId,
    createdAt: `2026-11-21T08:00:0${n}.000Z`,
    expiresAt: '2026-11-21T13:00:00.000Z',
    work: { kind: 'collectFacts' },
  },
  state: 'waiting',
  trail: [],
  ...more,
});
const idsOf = (documents: MachineTaskDocument[]): string[] => documents.map(({ order }) => order.id.slice(-1));

test('tasks of a machine are found across days, replaced under their etag, and open while they wait', async () => {
  const store = machineTaskStore(cosmos.containers);
  const created = await store.save(documentOf(1, '/a'));
  await expect(store.save(documentOf(1, '/a'))).rejects.toThrow(Conflict);
  await store.save(documentOf(2, '/a', { state: 'handedOut' }));
  await store.save(documentOf(3, '/b'));
  const old = documentOf(4, '/a');
  await store.save({ ...old, order: { ...old.order, expiresAt: now.toISOString() } });
  await store.save(documentOf(5, '/a', { state: 'done' }));

  expect(idsOf((await store.list('main', { top: 10 })).items)).toEqual(['5', '4', '3', '2', '1']);
  expect(idsOf((await store.list('main', { top: 10, machineId: '/b' })).items)).toEqual(['3']);
  expect((await store.list('other', { top: 10 })).items).toEqual([]);
  expect(idsOf(await store.open('main', '/a', now, 10))).toEqual(['1', '2']);
  expect(idsOf(await store.open('main', '/a', now, 1))).toEqual(['1']);

  const found = (await store.get('main', taskId(1)))!;
  await store.save({ ...found, state: 'cancelled' });
  await expect(store.save(created)).rejects.toThrow(Conflict);
  expect(idsOf(await store.open('main', '/a', now, 10))).toEqual(['2']);
  expect(await store.get('other', taskId(1))).toBeUndefined();
});
