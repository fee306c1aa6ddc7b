import { policyStore } from '../../../shared/adapters/cosmos/policies';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { PolicyStore } from '../../../shared/flows/ports/policies';
import type { PolicyDocument } from '../../../shared/model/policy';
import {
  assignmentId,
  atGroup,
  atSubscription,
  definitionId,
  exemptionId,
  policyDocument,
  stateDefinition,
} from '../../core/posture/plan/policy.samples';
import { idOf } from '../../core/posture/posture.samples';
import { memoryPolicies } from '../../doubles/memory/policies';
import { type CosmosForTests, startDeployedCosmos } from '../support';

jest.setTimeout(30_000);
let cosmos: CosmosForTests;
beforeAll(async () => {
  cosmos = await startDeployedCosmos();
});
afterAll(() => cosmos.stop());

const fresh = (id: string, properties: object = {}): PolicyDocument => {
  const { _etag, ...document } = policyDocument(id, properties);
  return document;
};
const exemption = fresh(exemptionId('x', `${idOf('a')}/parts/ü?`.replace('?', '')), { exemptionCategory: 'Waiver' });

/** The store of the deployment and its double keep the same promises. */
describe.each<[string, () => PolicyStore]>([
  ['Cosmos', () => policyStore(cosmos.containers)],
  ['memory', () => memoryPolicies().store],
])('policies in %s', (_name, open) => {
  let store: PolicyStore;
  beforeAll(() => {
    store = open();
  });
  const namesOf = async (scope: string, kind?: PolicyDocument['kind']) =>
    (await store.list({ scope, kind }, { top: 100 })).items.map(({ name }) => name).sort();

  test('are listed by exactly their scope, and by kind', async () => {
    await store.save(fresh(definitionId('d'), stateDefinition('d')));
    await store.save(fresh(assignmentId('a')));
    await store.save(fresh(assignmentId('b', atGroup)));
    await store.save(exemption);
    expect(await namesOf('/')).toEqual(['d']);
    expect(await namesOf(atSubscription)).toEqual(['a', 'x']);
    expect(await namesOf(atSubscription, 'policyExemption')).toEqual(['x']);
    expect(await namesOf(atGroup.toLowerCase())).toEqual(['b']);
    expect(await store.count({ scope: atSubscription, kind: 'policyExemption' })).toBe(1);
    expect(await store.count({ scope: '/', kind: 'policyAssignment' })).toBe(0);
  });

  test('are found by their id, whatever its case', async () => {
    expect(await store.get(definitionId('D'))).toMatchObject({ name: 'd', properties: stateDefinition('d') });
    expect(await store.get(exemption.resourceId.toUpperCase())).toMatchObject({ name: 'x' });
    expect(await store.get(assignmentId('nothing'))).toBeUndefined();
    expect(await store.get('no id')).toBeUndefined();
  });

  test('are replaced in the version that was read, and in no other', async () => {
    const stored = (await store.get(assignmentId('a')))!;
    await expect(store.save(fresh(assignmentId('a')))).rejects.toThrow(Conflict);
    const next = await store.save(stored);
    expect(next._etag).not.toBe(stored._etag);
    await expect(store.save(stored)).rejects.toThrow(Conflict);
    await expect(store.remove(stored)).rejects.toThrow(Conflict);
  });

  test('give their scope another revision with every write, and no other scope', async () => {
    const before = [await store.revision(atSubscription), await store.revision('/')];
    await store.save((await store.get(assignmentId('a')))!);
    const after = [await store.revision(atSubscription), await store.revision('/')];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(await store.revision('/subscriptions/none')).toBeUndefined();
  });

  test('are gone once removed, and can be made again', async () => {
    const stored = (await store.get(assignmentId('a')))!;
    const revision = await store.revision(atSubscription);
    await store.remove(stored);
    expect(await store.get(assignmentId('a'))).toBeUndefined();
    expect(await namesOf(atSubscription)).toEqual(['x']);
    expect(await store.revision(atSubscription)).not.toBe(revision);
    await expect(store.remove(stored)).rejects.toThrow(Conflict);
    await store.save(fresh(assignmentId('a')));
    expect(await namesOf(atSubscription)).toEqual(['a', 'x']);
  });
});

test('a removal stays in the feed as a tombstone that expires', async () => {
  const store = policyStore(cosmos.containers);
  await store.remove((await store.get(definitionId('d')))!);
  const { resources } = await cosmos
    .containers('policies')
    .items.query<PolicyDocument>(`SELECT * FROM c WHERE c.name = 'd'`)
    .fetchAll();
  expect(resources).toEqual([expect.objectContaining({ deleted: true, ttl: 604_800, scope: '/' })]);
});
