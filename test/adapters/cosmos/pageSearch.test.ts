import { pageStore } from '../../../shared/adapters/cosmos/pages';
import { packPages } from '../../../shared/core/ingest/pages';
import type { PageSearch } from '../../../shared/flows/ports/pages';
import type { Entity } from '../../../shared/model/entity';
import { positionOf } from '../../../shared/model/eventPage';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => {
  cosmos = await startDeployedCosmos();
  await add('first', 8, [
    { type: 'host', hostName: 'Web-1' },
    { type: 'account', name: 'Root' },
  ]);
  await add('second', 9, [{ type: 'ip', address: '203.0.113.8' }], { source: 'syslog' });
  await add('foreign', 9, [], { workspaceId: 'other' });
  await add(
    'crowd',
    10,
    Array.from({ length: 250 }, (_, at) => ({ type: 'host', hostName: `h${at}` })),
  );
});
afterAll(() => cosmos.stop());

let position = 0;
async function add(
  id: string,
  hour: number,
  entities: Entity[],
  { source = 'auditd', workspaceId = 'main' } = {},
): Promise<void> {
  const time = `2026-11-21T${String(hour).padStart(2, '0')}:30:00.000Z`;
  const event = {
    id,
    source,
    time,
    timeOrigin: 'record' as const,
    resourceId: '',
    logSource: {},
    entities,
    fields: {},
  };
  const key = { workspaceId, hour: `hour-${id}`, hubPartition: '0' };
  const pages = await packPages(key, [{ event, position: positionOf((position += 1), 0), records: 1 }]);
  await pageStore(cosmos.containers).append(pages);
}

const day = { workspaceId: 'main', from: '2026-11-21T00:00:00.000Z', to: '2026-11-21T23:00:00.000Z' };
async function search(changes: Partial<PageSearch>): Promise<{ found: string[]; units: number }> {
  const found: string[] = [];
  let units = 0;
  for await (const { pages, requestUnits = 0 } of pageStore(cosmos.containers).search({ ...day, ...changes })) {
    found.push(...pages.map(({ pk }) => pk.split('|')[1]!.slice('hour-'.length)));
    units += requestUnits;
  }
  return { found: found.sort(), units };
}

test.each<[Partial<PageSearch>, string[]]>([
  [{}, ['crowd', 'first', 'second']],
  [{ workspaceId: 'other' }, ['foreign']],
  [{ from: '2026-11-21T08:31:00.000Z', to: '2026-11-21T09:30:00.000Z' }, ['second']],
  [{ sources: ['syslog', 'x'] }, ['second']],
  [{ hosts: ['web-1'] }, ['crowd', 'first']],
  [{ users: ['root'], sources: ['auditd'] }, ['first']],
  [{ addresses: ['203.0.113.8', '2001:db8::1'] }, ['second']],
  [{ workspaceId: "x' OR true --", hosts: ['")) OR (true'] }, []],
])('pages are found by %j', async (changes, expected) => {
  expect((await search(changes)).found).toEqual(expected);
});

test('a search tells its charge', async () => {
  expect((await search({})).units).toBeGreaterThan(0);
});

test('a search goes on from the continuation of a batch', async () => {
  const one = { workspaceId: 'many', from: day.from, to: day.to };
  for (let at = 0; at < 130; at += 1) await add(`m${at}`, 11, [], { workspaceId: 'many' });
  const store = pageStore(cosmos.containers);
  const batches: { ids: string[]; continuation: string | undefined }[] = [];
  for await (const { pages, continuation } of store.search(one))
    batches.push({ ids: pages.map(({ pk }) => pk), continuation });
  expect(batches.flatMap(({ ids }) => ids)).toHaveLength(130);
  expect(batches.length).toBeGreaterThan(1);
  const rest: string[] = [];
  for await (const { pages } of store.search(one, batches[0]!.continuation)) rest.push(...pages.map(({ pk }) => pk));
  expect(rest).toEqual(batches.slice(1).flatMap(({ ids }) => ids));
});
