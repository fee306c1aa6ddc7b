import { policyVerdictKey } from '../../shared/core/posture/plan/policyUnit';
import { namedRecommendations } from '../../shared/flows/namedRecommendations';
import { savePolicyAssignment } from '../../shared/flows/policies/saveAssignments';
import { removePolicy } from '../../shared/flows/policies/storePolicy';
import { createCatalogue } from '../../shared/http/catalogue';
import { assignmentId, definitionId } from '../core/posture/plan/policy.samples';
import { policyWorld } from './policyWorld';
import { recommendations } from './postureWorld';

const key = policyVerdictKey(assignmentId('a'), '');
const assigned = { id: assignmentId('a'), properties: { policyDefinitionId: definitionId('state') } };

async function namedWorld() {
  const world = await policyWorld();
  const named = namedRecommendations(world.ports, world.directory, recommendations);
  const keysOf = async (keys: string[] = []) => (await named(keys)).map((one) => one.key);
  return { ...world, named, keysOf, clock: world.clock };
}

test('what was assigned a moment ago is known to whoever asks for its key', async () => {
  const world = await namedWorld();
  expect(await world.keysOf()).not.toContain(key);
  await savePolicyAssignment(world.writer, assigned);
  world.clock.now = new Date(world.clock.now.getTime() + 1);
  expect(await world.keysOf()).not.toContain(key);
  expect(await world.keysOf([key])).toContain(key);
});

test('what is assigned no more stays known, for its last verdicts', async () => {
  const world = await namedWorld();
  await savePolicyAssignment(world.writer, assigned);
  expect(await world.keysOf([key])).toContain(key);
  await removePolicy(world.ports, assignmentId('a'));
  world.directory.forget();
  expect(await world.keysOf()).toContain(key);
  expect((await world.directory.assigned()).map((one) => one.key)).toEqual([]);
});

test('is the same list until something else is assigned', async () => {
  const world = await namedWorld();
  await savePolicyAssignment(world.writer, assigned);
  const first = await world.named([key]);
  world.clock.now = new Date(world.clock.now.getTime() + 60_000);
  expect(await world.named([key])).toBe(first);
});

test('an unknown key is not asked for again and again', async () => {
  const world = await namedWorld();
  await world.named(['policy/gone']);
  const subscriptions = jest.spyOn(world.ports.settings, 'subscriptions');
  for (let times = 0; times < 5; times += 1) await world.named(['policy/gone']);
  expect(subscriptions).not.toHaveBeenCalled();
});

test('what is assigned right after a look for another key is known all the same', async () => {
  const world = await namedWorld();
  await world.named(['policy/gone']);
  await savePolicyAssignment(world.writer, assigned);
  world.clock.now = new Date(world.clock.now.getTime() + 1);
  expect(await world.keysOf(['policy/gone', key])).toContain(key);
});

test('lists of the API name what is assigned, and keep it out of what everybody may read', async () => {
  const world = await namedWorld();
  await savePolicyAssignment(world.writer, assigned);
  const list = (await world.named([key])).filter((one) => one.key === key);
  const catalogue = createCatalogue(recommendations, list);
  expect(catalogue.byKey(key)).toMatchObject({
    metadata: { displayName: 'State of state', assessmentType: 'CustomPolicy', controls: [] },
  });
  expect(catalogue.byAssessmentKey(list[0]!.assessmentKey.toUpperCase())).toBe(list[0]);
  expect(catalogue.all).toHaveLength(recommendations.length);
});
