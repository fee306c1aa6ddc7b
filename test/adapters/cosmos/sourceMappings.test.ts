import { sourceMappingStore } from '../../../shared/adapters/cosmos/sourceMappings';
import { sourceMappingKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import { type SourceMappingDocument, sourceMappingSchema } from '../../../shared/model/sourceMapping';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const documentOf = (workspaceId: string, name: string): SourceMappingDocument => ({
  kind: 'sourceMapping',
  ...sourceMappingKey(workspaceId, name),
  workspaceId,
  mapping: { ...sourceMappingSchema.parse({ match: [{ path: 'app', equals: 'doorman' }] }), name },
  updatedAt: '2026-11-21T08:00:00.000Z',
  updatedBy: 'somebody',
});

test('a mapping is created once, found without case, replaced under its etag and removed', async () => {
  const store = sourceMappingStore(cosmos.containers);
  const created = await store.save(documentOf('main', 'Doorman'));
  await expect(store.save(documentOf('main', 'doorman'))).rejects.toThrow(Conflict);
  const changed = await store.save({ ...created, mapping: { ...created.mapping, order: 7 } });
  await expect(store.save(created)).rejects.toThrow(Conflict);
  expect((await store.get('main', 'DOORMAN'))?.mapping.order).toBe(7);
  await store.save(documentOf('other', 'doorman'));
  expect((await store.list()).map(({ workspaceId }) => workspaceId).sort()).toEqual(['main', 'other']);
  await expect(store.remove(created)).rejects.toThrow(Conflict);
  await store.remove(changed);
  await expect(store.remove(changed)).rejects.toThrow(Conflict);
  await expect(store.save(changed)).rejects.toThrow(Conflict);
  expect(await store.get('main', 'doorman')).toBeUndefined();
});
