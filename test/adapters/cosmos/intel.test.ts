import { intelStore } from '../../../shared/adapters/cosmos/intel';
import { intelBuildKey, intelFeedKey, intelFeedStateKey } from '../../../shared/core/documentIds';
import { defaultValidity } from '../../../shared/core/detect/intel/feedValidity';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { IntelStore } from '../../../shared/flows/ports/intel';
import type { IntelFeedDocument } from '../../../shared/model/intelDocuments';
import { type CosmosForTests, startDeployedCosmos } from '../support';

jest.setTimeout(30_000);
let cosmos: CosmosForTests;
let store: IntelStore;
beforeAll(async () => {
  cosmos = await startDeployedCosmos();
  store = intelStore(cosmos.containers);
});
afterAll(() => cosmos.stop());

const feedOf = (name: string): IntelFeedDocument => ({
  kind: 'intelFeed',
  ...intelFeedKey(name),
  workspaceId: 'w',
  feed: {
    name,
    enabled: true,
    format: 'plain',
    auth: { type: 'none' },
    confidence: 50,
    validDays: defaultValidity,
    effect: 'allow',
    intervalMinutes: 60,
  },
});

test('feeds, their states and the index are told apart, without case of a name', async () => {
  await store.save(feedOf('One'));
  await store.save({
    kind: 'intelFeedState',
    ...intelFeedStateKey('One'),
    workspaceId: 'w',
    feed: 'One',
    progress: { origin: '', segments: [], rejected: { count: 0, examples: [] } },
  });
  const built = { builtAt: '2026-11-21T08:00:00.000Z', indicators: 1, bytes: 1, feeds: {} };
  await store.save({ kind: 'intelBuild', ...intelBuildKey, workspaceId: 'w', ...built });
  expect((await store.feeds()).map(({ feed }) => feed.name)).toEqual(['One']);
  expect((await store.states()).map(({ feed }) => feed)).toEqual(['One']);
  expect((await store.feed('ONE'))?.feed.name).toBe('One');
  expect((await store.state('one'))?.feed).toBe('One');
  expect(await store.build()).toMatchObject(built);
  expect(await store.feed('other')).toBeUndefined();
});

test('a version that is not there any more is neither replaced nor removed', async () => {
  const first = await store.save(feedOf('two'));
  await expect(store.save(feedOf('two'))).rejects.toThrow(Conflict);
  const second = await store.save({ ...first, feed: { ...first.feed, enabled: false } });
  await expect(store.save(first)).rejects.toThrow(Conflict);
  await expect(store.remove(first)).rejects.toThrow(Conflict);
  await store.remove(second);
  await store.remove(second);
  await expect(store.save(second)).rejects.toThrow(Conflict);
});
