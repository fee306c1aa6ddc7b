import { Conflict } from '../../shared/flows/ports/portErrors';
import { saveSnapshots } from '../../shared/flows/saveSnapshots';
import type { ResourceSnapshot } from '../../shared/model/resource';
import { memoryPorts } from '../doubles/memoryPorts';
import { home, machine } from './support/ingestWorld';

const snapshot = (at: string, more: Partial<ResourceSnapshot> = {}, properties = {}): ResourceSnapshot => ({
  resource: { id: machine, name: 'vm-1', type: 'Microsoft.Compute/virtualMachines', properties },
  observedAt: `2026-11-21T${at}:00.000Z`,
  source: 'test',
  ...more,
});

test('of several snapshots in one batch the newest is written, whatever their order and spelling', async () => {
  const world = memoryPorts();
  const shouted = snapshot('09:00', { resource: { ...snapshot('09:00').resource, id: machine.toUpperCase() } });
  expect(await saveSnapshots(world.ports, home, [snapshot('08:00'), shouted, snapshot('07:00')])).toBe(1);
  expect(world.resourceFeed.map(({ observedAt }) => observedAt)).toEqual(['2026-11-21T09:00:00.000Z']);
});

test('an older snapshot does not replace a newer one', async () => {
  const world = memoryPorts();
  await saveSnapshots(world.ports, home, [snapshot('08:00')]);
  await saveSnapshots(world.ports, home, [snapshot('07:00')]);
  expect((await world.ports.resources.get(machine))?.observedAt).toBe('2026-11-21T08:00:00.000Z');
});

test('a removal leaves a tombstone', async () => {
  const world = memoryPorts();
  await saveSnapshots(world.ports, home, [snapshot('08:00')]);
  await saveSnapshots(world.ports, home, [snapshot('09:00', { deleted: true })]);
  expect(await world.ports.resources.get(machine)).toBeUndefined();
  expect(world.resourceFeed.at(-1)).toMatchObject({ deleted: true });
});

test('the content hash tells whether anything but the time changed', async () => {
  const world = memoryPorts();
  const steps = [snapshot('08:00'), snapshot('09:00'), snapshot('10:00', {}, { size: 2 })];
  for (const step of steps) await saveSnapshots(world.ports, home, [step]);
  const [first, second, third] = world.resourceFeed.map(({ contentHash }) => contentHash);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('a write that lost against another is done again', async () => {
  let lost = 2;
  const world = memoryPorts();
  const { resources } = world.ports;
  const save: typeof resources.save = async (document) => {
    if (lost-- > 0) throw new Conflict('late');
    return resources.save(document);
  };
  await saveSnapshots({ ...world.ports, resources: { ...resources, save } }, home, [snapshot('08:00')]);
  expect(world.resourceFeed).toHaveLength(1);
});

test('resources outside a subscription are kept without one', async () => {
  const world = memoryPorts();
  const resource = { ...snapshot('08:00').resource, id: '/clouds/other/vm-2' };
  await saveSnapshots(world.ports, home, [snapshot('08:00', { resource })]);
  expect(world.resourceFeed[0]).toMatchObject({ subscriptionId: 'none' });
  expect(await world.ports.settings.subscriptions()).toEqual([]);
});
