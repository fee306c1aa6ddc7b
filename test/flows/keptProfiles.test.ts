import { keptProfiles } from '../../shared/flows/keptProfiles';
import { Conflict } from '../../shared/flows/ports/portErrors';
import type { ProfileStore } from '../../shared/flows/ports/profiles';
import type { ProfileDocument } from '../../shared/model/documents/profiles';
import { memoryProfiles } from '../doubles/memory/settings';

const profile = (count: number, _etag?: string): ProfileDocument => ({
  id: 'p1',
  kind: 'profile',
  workspaceId: 'w',
  entityKey: 'alice',
  detector: 'd',
  counted: {},
  state: { count },
  ...(_etag && { _etag }),
});

function world() {
  const reads: string[] = [];
  const clock = { now: new Date('2026-01-01T00:00:00Z') };
  const stored = memoryProfiles();
  const store: ProfileStore = {
    load(entityKey, detector) {
      reads.push(entityKey);
      return stored.load(entityKey, detector);
    },
    save: (document) => stored.save(document),
  };
  return { reads, clock, stored, profiles: keptProfiles(store, () => clock.now) };
}

test('what was saved here is not read again', async () => {
  const { reads, profiles } = world();
  const saved = await profiles.save(profile(1));
  expect(await profiles.load('alice', 'd')).toEqual(saved);
  await profiles.save({ ...saved, state: { count: 2 } });
  expect(await profiles.load('alice', 'd')).toMatchObject({ state: { count: 2 } });
  expect(reads).toEqual([]);
});

test('what was never saved here is read each time', async () => {
  const { reads, profiles } = world();
  expect(await profiles.load('alice', 'd')).toBeUndefined();
  await profiles.load('alice', 'd');
  expect(reads).toEqual(['alice', 'alice']);
});

test('a profile that another process moved on is a Conflict, and read anew', async () => {
  const { profiles, stored } = world();
  const saved = await profiles.save(profile(1));
  await stored.save({ ...saved, state: { count: 7 } });
  await expect(profiles.save({ ...saved, state: { count: 2 } })).rejects.toThrow(Conflict);
  expect(await profiles.load('alice', 'd')).toMatchObject({ state: { count: 7 } });
});

test('after ten minutes without a save it is read again', async () => {
  const { clock, profiles, stored } = world();
  const saved = await profiles.save(profile(1));
  await stored.save({ ...saved, state: { count: 7 } });
  clock.now = new Date('2026-01-01T00:10:00Z');
  expect(await profiles.load('alice', 'd')).toMatchObject({ state: { count: 7 } });
});
