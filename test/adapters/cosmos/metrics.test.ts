import { metricStore } from '../../../shared/adapters/cosmos/metrics';
import { runStore } from '../../../shared/adapters/cosmos/runs';
import { countRow } from '../../../shared/core/ingest/countRows';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { RunDocument } from '../../../shared/model/documents/runs';
import type { HubPositionDocument, IngestCountDocument } from '../../../shared/model/ingestMetrics';
import { type CosmosForTests, everything, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const at = new Date('2026-11-21T12:34:56.000Z');
const row = (instance: string, period: 'minute' | 'day', records: number): IngestCountDocument => ({
  ...countRow({ workspaceId: 'w', instance, period, at }),
  counts: [{ workspaceId: 'w', source: 'a', outcome: 'stored', records }],
});
const position = (partitionId: string, sequence: number, second: number): HubPositionDocument => ({
  kind: 'hubPosition',
  pk: 'positions',
  id: `partition|${partitionId}`,
  workspaceId: 'w',
  partitionId,
  sequence,
  enqueuedAt: `2026-11-21T12:00:0${second}.000Z`,
  doneAt: at.toISOString(),
});

test('rows are written whole: the same again, or a later sum, is one row', async () => {
  const store = metricStore(cosmos.containers);
  await store.save([row('one', 'minute', 1), row('one', 'day', 1)]);
  await store.save([row('one', 'minute', 1), row('one', 'minute', 5), row('two', 'minute', 2)]);
  const minutes = await store.counts(['minute|2026-11-21T12']);
  expect(
    minutes.map(({ instance, counts }) => `${instance} ${counts[0]!.records}`).sort((a, b) => (a < b ? -1 : 1)),
  ).toEqual(['one 5', 'two 2']);
  expect(minutes[0]!.ttl).toBe(7200);
  expect(await store.counts(['day|2026-11'])).toHaveLength(1);
  expect(await store.counts(['day|2026-11', 'minute|2026-11-21T12', 'minute|2026-11-21T13'])).toHaveLength(3);
});

test('a partition keeps its newest position, whoever writes and in which order', async () => {
  const store = metricStore(cosmos.containers);
  await Promise.all([position('0', 3, 3), position('0', 5, 5), position('0', 4, 4)].map((one) => store.reached(one)));
  await store.reached(position('0', 1, 1));
  await store.reached(position('1', 9, 1));
  await store.reached(position('1', 8, 1));
  const found = await store.positions();
  expect(
    found.map(({ partitionId, sequence }) => `${partitionId} ${sequence}`).sort((a, b) => (a < b ? -1 : 1)),
  ).toEqual(['0 5', '1 9']);
});

test('a hub that was made anew begins again with small sequences', async () => {
  const store = metricStore(cosmos.containers);
  await store.reached(position('2', 5000, 1));
  await store.reached(position('2', 3, 2));
  expect((await store.positions()).find(({ partitionId }) => partitionId === '2')).toMatchObject({ sequence: 3 });
});

const run = (number: number, status: RunDocument['status']): RunDocument => ({
  id: `${status}|1|d${number}`,
  kind: 'run',
  workspaceId: 'w',
  automationId: '/automations/a',
  day: '2026-11-21',
  at: `2026-11-21T12:00:0${number}.000Z`,
  status,
  action: 'EventHub',
  attempt: 1,
  deliveries: [`d${number}`],
  outbox: [],
});

test('runs are listed by status, newest first, and one that is read is replaced once', async () => {
  const store = runStore(cosmos.containers);
  for (const one of [run(1, 'Parked'), run(2, 'Succeeded'), run(3, 'Parked'), run(4, 'Parked')]) await store.save(one);
  const parked = await everything((options) => store.list('/automations/a', { ...options, status: 'Parked' }), 2);
  expect(parked.items.map(({ deliveries }) => deliveries[0])).toEqual(['d4', 'd3', 'd1']);
  const read = (await store.get('/automations/a', '2026-11-21', 'Parked|1|d3'))!;
  await store.replace({ ...read, status: 'Resent' });
  await expect(store.replace({ ...read, status: 'Resent' })).rejects.toThrow(Conflict);
  const left = await store.list('/automations/a', { top: 10, status: 'Parked' });
  expect(left.items.map(({ deliveries }) => deliveries[0])).toEqual(['d4', 'd1']);
  expect((await store.list('/automations/a', { top: 10 })).items).toHaveLength(4);
  expect(await store.get('/automations/a', '2026-11-21', 'Parked|1|d9')).toBeUndefined();
});
