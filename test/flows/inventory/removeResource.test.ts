import { partitionOf } from '../../../shared/core/documentIds';
import { healthy, type Recommendation } from '../../../shared/core/posture/recommendation';
import { removeResource } from '../../../shared/flows/inventory/removeResource';
import { onResourceChange } from '../../../shared/flows/onResourceChange';
import { saveSnapshots } from '../../../shared/flows/saveSnapshots';
import type { Resource } from '../../../shared/model/resource';
import { memoryPorts } from '../../doubles/memoryPorts';
import { home, inGroup } from './cloud';

const vmId = inGroup('Microsoft.Compute/virtualMachines', 'vm');
const thing = (id: string, type: string): Resource => ({ id, name: id.split('/').at(-1)!, type, properties: {} });
const vm = thing(vmId, 'Microsoft.Compute/virtualMachines');
const extension = thing(`${vmId}/extensions/agent`, 'Microsoft.Compute/virtualMachines/extensions');
const facts = thing(`${vmId}/providers/Skywarden/machineFacts/linux`, 'Skywarden/machineFacts');
const neighbour = thing(inGroup('Microsoft.Compute/virtualMachines', 'vm2'), vm.type);

const recommendation = {
  key: 'test/any',
  appliesTo: [vm.type, extension.type, facts.type],
  freshnessHours: 24,
  metadata: { controls: [] as string[] },
  judge: () => healthy(),
} as unknown as Recommendation;

async function judgedMachine() {
  const memory = memoryPorts();
  const observedAt = memory.clock.now.toISOString();
  const snapshots = [vm, extension, facts, neighbour].map((resource) => ({ resource, observedAt, source: 'test' }));
  await saveSnapshots(memory.ports, home, snapshots);
  let read = 0;
  const feed = () =>
    onResourceChange(
      memory.ports,
      [recommendation],
      memory.resourceFeed.slice(read, (read = memory.resourceFeed.length)),
    );
  await feed();
  const judged = async (): Promise<string[]> => {
    const { items } = await memory.ports.findings.judgements(`/subscriptions/${home.subscriptionId}`, { top: 100 });
    return items.map(({ judgement }) => judgement.resourceName).sort();
  };
  return { ...memory, feed, judged };
}
const later = (now: Date, minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();

test('a removed machine takes its extensions, facts and all their verdicts along, and no neighbour', async () => {
  const { ports, clock, feed, judged } = await judgedMachine();
  expect(await judged()).toEqual(['agent', 'linux', 'vm', 'vm2']);
  expect(await removeResource(ports, vmId.toUpperCase(), later(clock.now, 1))).toBe(3);
  await feed();
  expect(await judged()).toEqual(['vm2']);
  expect(await ports.resources.load(partitionOf(vmId))).toEqual([]);
});

test('a removed child leaves its parent and siblings', async () => {
  const { ports, clock, feed, judged } = await judgedMachine();
  expect(await removeResource(ports, extension.id, later(clock.now, 1))).toBe(1);
  await feed();
  expect(await judged()).toEqual(['linux', 'vm', 'vm2']);
});

test('a newer snapshot is believed more than an older absence', async () => {
  const { ports, clock, judged, feed } = await judgedMachine();
  expect(await removeResource(ports, vmId, later(clock.now, -1))).toBe(0);
  await feed();
  expect(await judged()).toHaveLength(4);
});

test('facts that came after the absence was seen go with their machine all the same', async () => {
  const { ports, clock, feed, judged } = await judgedMachine();
  await saveSnapshots(ports, home, [{ resource: facts, observedAt: later(clock.now, 5), source: 'test' }]);
  await removeResource(ports, vmId, later(clock.now, 1));
  await feed();
  expect(await judged()).toEqual(['vm2']);
});

test('removing again changes nothing', async () => {
  const { ports, clock, resourceFeed } = await judgedMachine();
  await removeResource(ports, vmId, later(clock.now, 1));
  const written = resourceFeed.length;
  expect(await removeResource(ports, vmId, later(clock.now, 2))).toBe(0);
  expect(resourceFeed).toHaveLength(written);
});
