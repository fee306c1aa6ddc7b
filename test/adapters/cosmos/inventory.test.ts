import { inventoryStore } from '../../../shared/adapters/cosmos/inventory';
import { inventoryKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { InventoryDocument } from '../../../shared/model/documents/readers';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const subscriptionId = '00000000-0000-0000-0000-00000000000A';
const document: InventoryDocument = {
  kind: 'inventory',
  ...inventoryKey(subscriptionId),
  workspaceId: 'default',
  inventory: { subscriptionId, tables: {}, notes: {} },
};

test('how far a subscription is read is kept by version, and found without case', async () => {
  const store = inventoryStore(cosmos.containers);
  expect(await store.find(subscriptionId)).toBeUndefined();
  const saved = await store.save(document);
  const walkedAt = '2026-11-21T08:00:00.000Z';
  await store.save({ ...saved, inventory: { ...saved.inventory, walkedAt } });
  await expect(store.save(saved)).rejects.toBeInstanceOf(Conflict);
  expect((await store.find(subscriptionId.toLowerCase()))!.inventory.walkedAt).toBe(walkedAt);
  expect(await store.all()).toHaveLength(1);
});
