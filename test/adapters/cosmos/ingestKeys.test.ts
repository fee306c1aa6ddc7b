import { ingestKeyStore } from '../../../shared/adapters/cosmos/ingestKeys';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { IngestKeyDocument } from '../../../shared/model/ingestKey';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const pairOf = (at: number, workspaceId = 'Branch'): IngestKeyDocument => ({
  kind: 'ingestKey',
  id: '',
  scope: '',
  workspaceId,
  pair: `00000000-0000-4000-8000-00000000000${at}`,
  name: `pair ${at}`,
  createdAt: '2026-11-21T08:00:00.000Z',
  createdBy: 'p1',
  primary: { version: 1, secretId: 's1', createdAt: '2026-11-21T08:00:00.000Z' },
});

test('pairs are created once, replaced by version, and found in their workspace only, without case', async () => {
  const store = ingestKeyStore(cosmos.containers);
  await store.save(pairOf(1));
  await store.save(pairOf(2));
  await store.save(pairOf(3, 'other'));
  await expect(store.save(pairOf(1))).rejects.toThrow(Conflict);
  const found = (await store.get('BRANCH', pairOf(1).pair))!;
  expect(found).toMatchObject({ id: `ingestKey|${found.pair}`, scope: '/workspaces/branch', name: 'pair 1' });
  await store.save({ ...found, name: 'renamed' });
  await expect(store.save({ ...found, name: 'late' })).rejects.toThrow(Conflict);
  await expect(store.remove(found)).rejects.toThrow(Conflict);
  expect(await store.get('other', found.pair)).toBeUndefined();
  expect((await store.list('branch')).map(({ name }) => name).sort()).toEqual(['pair 2', 'renamed']);
  expect([await store.count('branch'), await store.count('other'), await store.count('none')]).toEqual([2, 1, 0]);
});

test('a removed pair is gone', async () => {
  const store = ingestKeyStore(cosmos.containers);
  await store.save(pairOf(4, 'third'));
  await store.remove((await store.get('third', pairOf(4).pair))!);
  expect(await store.get('third', pairOf(4).pair)).toBeUndefined();
});
