import { pageStore } from '../../../shared/adapters/cosmos/pages';
import { packPages } from '../../../shared/core/ingest/pages';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import { type EventPage, positionOf } from '../../../shared/model/eventPage';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

let hour = 0;
/** Pages of one event each in a partition of their own. */
async function pagesOf(positions: number[], pk?: string, text = ''): Promise<EventPage[]> {
  const key = { workspaceId: 'default', hour: pk?.split('|')[1] ?? `hour-${++hour}`, hubPartition: '0' };
  const pages = await Promise.all(
    positions.map((at) =>
      packPages(key, [
        {
          position: positionOf(at, 0),
          records: 1,
          event: {
            id: `e-${at}`,
            source: 'test',
            time: '2026-11-21T08:00:00.000Z',
            timeOrigin: 'record',
            resourceId: '',
            logSource: {},
            entities: [],
            fields: { text },
          },
        },
      ]),
    ),
  );
  return pages.flat();
}
const read = async (pk: string, after = '') => {
  const found: string[] = [];
  for await (const { first } of pageStore(cosmos.containers).after([pk], after)) found.push(first);
  return found.sort();
};

test('a partition holds up to its newest page', async () => {
  const store = pageStore(cosmos.containers);
  const pages = await pagesOf([1, 2, 10]);
  expect(await store.heldUpTo(pages[0]!.pk)).toBeUndefined();
  await store.append(pages);
  expect(await store.heldUpTo(pages[0]!.pk)).toBe(positionOf(10, 0));
});

test('pages after a position come back, over several partitions', async () => {
  const store = pageStore(cosmos.containers);
  const first = await pagesOf([1, 2, 3]);
  const second = await pagesOf([4]);
  await store.append(first);
  await store.append(second);
  const found: string[] = [];
  for await (const page of store.after([first[0]!.pk, 'default|nothing|0', second[0]!.pk], positionOf(1, 0)))
    found.push(page.first);
  expect(found.sort()).toEqual([2, 3, 4].map((at) => positionOf(at, 0)));
});

test('a page that is there already is a Conflict, and nothing of the batch is written', async () => {
  const store = pageStore(cosmos.containers);
  const pages = await pagesOf([5, 6]);
  const { pk } = pages[0]!;
  await store.append(pages.slice(1));
  await expect(store.append(pages)).rejects.toThrow(Conflict);
  expect(await read(pk)).toEqual([positionOf(6, 0)]);
});

test('more pages than a transactional batch takes are written in order', async () => {
  const pages = await pagesOf(Array.from({ length: 230 }, (_, at) => at));
  await pageStore(cosmos.containers).append(pages);
  expect(await read(pages[0]!.pk)).toHaveLength(230);
});

test('pages that are large together are written all the same', async () => {
  const text = Array.from({ length: 40_000 }, (_, at) => ((at * 7919) % 65_521).toString(36)).join('');
  const pages = await pagesOf(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24],
    undefined,
    text,
  );
  expect(JSON.stringify(pages).length).toBeGreaterThan(2_000_000);
  await pageStore(cosmos.containers).append(pages);
  expect(await read(pages[0]!.pk)).toHaveLength(24);
});
