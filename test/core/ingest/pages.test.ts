import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { packPages, pageKey, type PlacedEvent, unpackPage } from '../../../shared/core/ingest/pages';
import { positionOf } from '../../../shared/model/eventPage';
import type { TelemetryEvent } from '../../../shared/model/telemetryEvent';

const key = { workspaceId: 'default', hour: '2026-11-21T08', hubPartition: '0' };
const placed = (at: number, more: Partial<TelemetryEvent> = {}, records = 1): PlacedEvent => ({
  position: positionOf(at, 0),
  records,
  event: {
    id: `event-${at}`,
    source: 'test',
    time: '2026-11-21T08:00:00.000Z',
    timeOrigin: 'record',
    resourceId: '',
    logSource: {},
    entities: [],
    fields: { at },
    ...more,
  },
});

test('what is packed comes out again, in order, without snapshots', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 250 }), async (count) => {
      const events = Array.from({ length: count }, (_, at) => placed(at));
      const pages = await packPages(key, events);
      const back = (await Promise.all(pages.map(unpackPage))).flat();
      expect(back).toEqual(events.map(({ event }) => event));
      expect(pages.every((page) => page.count <= 100)).toBe(true);
      expect(pages.reduce((sum, { records }) => sum + records, 0)).toBe(count);
    }),
    { numRuns: 10 },
  );
  const snapshot = { resource: { id: 'x', name: 'x', type: 't', properties: {} }, observedAt: 'x', source: 'x' };
  const [page] = await packPages(key, [placed(1, { snapshot })]);
  expect(await unpackPage(page!)).toEqual([placed(1).event]);
});

test('a page is named by its first position and says which positions and times it spans', async () => {
  const times = ['2026-11-21T08:02:00.000Z', '2026-11-21T07:59:00.000Z', '2026-11-21T08:01:00.000Z'];
  const [page] = await packPages(
    key,
    times.map((time, at) => placed(at + 7, { time }, at)),
  );
  expect(page).toMatchObject({
    id: '0-0000000000000007.000000',
    pk: pageKey(key),
    first: positionOf(7, 0),
    last: positionOf(9, 0),
    from: times[1],
    to: times[0],
    count: 3,
    records: 3,
    sources: ['test'],
  });
});

test('search columns hold distinct names, lower case for hosts and users', async () => {
  const entities: TelemetryEvent['entities'] = [
    { type: 'host', hostName: 'VM-1' },
    { type: 'account', name: 'Eve' },
    { type: 'ip', address: '192.0.2.1' },
    { type: 'url', url: 'https://example.com/' },
  ];
  const [page] = await packPages(key, [placed(1, { entities }), placed(2, { entities })]);
  expect(page).toMatchObject({ hosts: ['vm-1'], users: ['eve'], addresses: ['192.0.2.1'] });
});

test.each<[string, (at: number) => string]>([
  ['random text', () => randomBytes(90_000).toString('base64')],
  [
    'wide characters',
    (at) => String.fromCharCode(...Array.from({ length: 80_000 }, (_, n) => 0x4e00 + ((n * 7919 + at) % 20_000))),
  ],
])('pages of large events of %s fit into a Cosmos document', async (_, text) => {
  const large = Array.from({ length: 20 }, (_, at) => placed(at, { fields: { text: text(at) } }));
  const pages = await packPages(key, large);
  expect(Math.max(...pages.map((page) => Buffer.byteLength(JSON.stringify(page))))).toBeLessThan(2_000_000);
  expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(20);
});

test('names that senders make up do not fill a page', async () => {
  const entities = Array.from(
    { length: 300 },
    (_, at) => ({ type: 'host', hostName: `${at}${'h'.repeat(3000)}` }) as const,
  );
  const [page] = await packPages(key, [placed(1, { entities })]);
  expect(JSON.stringify(page!.hosts).length).toBeLessThan(60_000);
});

test('no events are no page', async () => {
  expect(await packPages(key, [])).toEqual([]);
});

test('positions compare as text', () => {
  const ordered = [
    positionOf(0, 0),
    positionOf(0, 1),
    positionOf(0, 10),
    positionOf(2, 0),
    positionOf(10, 0),
    positionOf(2 ** 53 - 1, 49_999),
  ];
  expect([...ordered].sort()).toEqual(ordered);
});
