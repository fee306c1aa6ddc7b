import { ruleSwitchStore } from '../../../shared/adapters/cosmos/ruleSwitches';
import { ruleSwitchesKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { RuleSwitchesDocument } from '../../../shared/model/ruleSwitches';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const document: RuleSwitchesDocument = {
  kind: 'ruleSwitches',
  ...ruleSwitchesKey,
  workspaceId: 'default',
  disabled: [{ ruleId: 'a', at: '2026-11-21T08:00:00.000Z', by: 'somebody' }],
};

test('switches are created once and replaced under their etag', async () => {
  const store = ruleSwitchStore(cosmos.containers);
  expect(await store.get()).toBeUndefined();
  await store.save(document);
  await expect(store.save(document)).rejects.toThrow(Conflict);
  const first = (await store.get())!;
  expect(first).toMatchObject(document);
  await store.save({ ...first, disabled: [] });
  await expect(store.save(first)).rejects.toThrow(Conflict);
  expect((await store.get())?.disabled).toEqual([]);
});
