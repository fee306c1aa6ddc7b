import { resourceStore } from '../../../shared/adapters/cosmos/resources';
import { copyFor } from '../../../shared/core/posture/relations';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import { documentOf, idOf, subscription, thing } from '../../core/posture/posture.samples';
import { type CosmosForTests, everything, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());
const store = () => resourceStore(cosmos.containers);
const at = (time: string) => `2026-11-21T${time}:00.000Z`;
const named = (name: string, time = '08:00', properties = {}) => documentOf(thing(name, properties), at(time));

test('a snapshot is stored, read back without case, and replaced by a newer one only', async () => {
  expect(await store().save(named('one', '08:00', { size: 1 }))).toBe('stored');
  expect(await store().save(named('one', '09:00', { size: 2 }))).toBe('stored');
  expect(await store().save(named('one', '08:30', { size: 3 }))).toBe('older');
  expect((await store().get(idOf('ONE').toUpperCase()))?.resource.properties).toEqual({ size: 2 });
});

test('of two writers that read the same version one gets a Conflict or is older, none is lost silently', async () => {
  await store().save(named('race', '08:00'));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) => store().save(named('race', `09:0${n}`, { n }))),
  );
  const failures = outcomes.filter((one): one is PromiseRejectedResult => one.status === 'rejected');
  expect(failures.every(({ reason }) => reason instanceof Conflict)).toBe(true);
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
});

test('a tombstone hides the resource, takes a ttl, and gives way to a newer snapshot', async () => {
  await store().save(named('gone', '08:00'));
  await store().save({ ...named('gone', '09:00'), deleted: true });
  expect(await store().get(idOf('gone'))).toBeUndefined();
  const { id, subscriptionId, rootId } = named('gone');
  const { resource } = await cosmos.containers('resources').item(id, [subscriptionId, rootId]).read<{ ttl: number }>();
  expect(resource?.ttl).toBe(604_800);
  expect(await store().save(named('gone', '08:30'))).toBe('older');
  await store().save(named('gone', '10:00'));
  expect((await store().get(idOf('gone')))?.observedAt).toBe(at('10:00'));
});

test('one partition is read as a whole: the resource, its children and extensions, and no neighbour', async () => {
  const child = {
    ...thing('tree'),
    id: `${idOf('tree')}/leaves/green`,
    name: 'green',
    type: 'Microsoft.Test/things/leaves',
  };
  const extension = {
    ...thing('tree'),
    id: `${idOf('tree')}/providers/Microsoft.Other/notes/n`,
    name: 'n',
    type: 'Microsoft.Other/notes',
  };
  for (const resource of [thing('tree'), child, extension, thing('tree2')]) await store().save(documentOf(resource));
  const loaded = await store().load(named('tree'));
  expect(loaded.map(({ resource }) => resource.name).sort()).toEqual(['green', 'n', 'tree']);
});

test('names with characters that Cosmos forbids in ids are kept apart', async () => {
  const names = ['a#b', 'a?b', 'a\\b', 'a|b', 'ä', 'a~b'];
  for (const name of names) await store().save(named(name));
  const back = await Promise.all(names.map((name) => store().get(idOf(name))));
  expect(back.map((document) => document?.resource.name)).toEqual(names);
});

describe('lists', () => {
  const group = `/subscriptions/${subscription}/resourceGroups/Lists`;
  const inGroup = (name: string, type = 'Microsoft.Test/things') => ({
    ...thing(name),
    id: `${group}/providers/${type}/${name}`,
    type,
  });
  beforeAll(async () => {
    for (const name of ['l1', 'l2', 'l3']) await store().save(documentOf(inGroup(name)));
    await store().save(documentOf(inGroup('o1', 'Microsoft.Other/things')));
    await store().save(documentOf({ ...inGroup('x'), id: `${group}More/providers/Microsoft.Test/things/x` }));
    await store().save({ ...documentOf(inGroup('dead')), deleted: true });
  });
  const names = async (scope: string, type?: string, top = 2) => {
    const { items } = await everything((options) => store().list({ scope, type }, options), top);
    return items.map(({ resource }) => resource.name).sort();
  };

  it('hold a group without case, page by page, and not the group whose name begins alike', async () => {
    expect(await names(group.toUpperCase())).toEqual(['l1', 'l2', 'l3', 'o1']);
  });

  it('hold one type', async () => {
    expect(await names(group, 'microsoft.test/THINGS')).toEqual(['l1', 'l2', 'l3']);
  });

  it('hold one resource', async () => {
    expect(await names(inGroup('l1').id)).toEqual(['l1']);
  });

  it('hold a subscription and nothing of another', async () => {
    expect((await names(`/subscriptions/${subscription}`, undefined, 50)).length).toBeGreaterThan(5);
    expect(await names('/subscriptions/00000000-0000-0000-0000-000000000099')).toEqual([]);
  });

  it('give each root once a page', async () => {
    const { items } = await everything((options) => store().roots(subscription, options), 3);
    const roots = new Set(items.map(({ rootId }) => rootId));
    expect(roots.has(inGroup('l1').id.toLowerCase())).toBe(true);
    expect(roots.has(inGroup('dead').id.toLowerCase())).toBe(false);
  });
});

test('what a source told last before a time is found until it is removed, and nothing else', async () => {
  const told = (name: string, time: string, source: string) => ({ ...named(name, time), source });
  for (const one of [
    told('unseen-old', '08:00', 'inventory/resources'),
    told('unseen-new', '10:00', 'inventory/resources'),
    told('unseen-other', '08:00', 'agent'),
    { ...told('unseen-gone', '08:00', 'inventory/resources'), deleted: true as const },
  ])
    await store().save(one);
  const filter = {
    subscriptionId: subscription.split('/').at(-1)!,
    source: 'inventory/resources',
    before: at('09:00'),
  };
  const { items } = await store().unseen(filter, { top: 10 });
  expect(items.map(({ resource }) => resource.name)).toEqual(['unseen-old']);
});

test('copies are in the partition of their machine, and not in lists', async () => {
  const copy = copyFor(idOf('host'), named('copied'));
  await store().save(copy);
  expect((await store().load(copy)).map(({ copyOf }) => copyOf)).toEqual([idOf('copied')]);
  expect((await store().list({ scope: idOf('host') }, { top: 10 })).items).toEqual([]);
});
