import fc from 'fast-check';
import { partitionOf } from '../../../shared/core/documentIds';
import { judgeResources } from '../../../shared/core/posture/judgeResources';
import { relateMachines } from '../../../shared/flows/inventory/relateMachines';
import { removeResource } from '../../../shared/flows/inventory/removeResource';
import { saveSnapshots } from '../../../shared/flows/saveSnapshots';
import type { Resource } from '../../../shared/model/resource';
import type { ResourceDocument } from '../../../shared/model/documents/resources';
import { healthy, type Recommendation } from '../../../shared/core/posture/recommendation';
import { memoryPorts } from '../../doubles/memoryPorts';
import { home, inGroup } from './cloud';

const vmId = inGroup('Microsoft.Compute/virtualMachines', 'VM');
const nicId = inGroup('Microsoft.Network/networkInterfaces', 'nic');
const nsgId = inGroup('Microsoft.Network/networkSecurityGroups', 'nsg');
const subnetNsgId = inGroup('Microsoft.Network/networkSecurityGroups', 'subnetNsg');
const pipId = inGroup('Microsoft.Network/publicIPAddresses', 'pip');
const balancerId = inGroup('Microsoft.Network/loadBalancers', 'lb');
const vnetId = inGroup('Microsoft.Network/virtualNetworks', 'vnet');

const resource = (id: string, type: string, properties: Record<string, unknown>): Resource => ({
  id,
  name: id.split('/').at(-1)!,
  type,
  properties,
});
const vm = (nics: string[] = [nicId]) =>
  resource(vmId, 'microsoft.compute/virtualmachines', {
    networkProfile: { networkInterfaces: nics.map((id) => ({ id: id.toUpperCase() })) },
  });
const nic = (filter: string | undefined = nsgId) =>
  resource(nicId, 'microsoft.network/networkinterfaces', {
    virtualMachine: { id: vmId },
    ...(filter && { networkSecurityGroup: { id: filter } }),
    ipConfigurations: [
      {
        properties: {
          subnet: { id: `${vnetId}/subnets/default` },
          publicIPAddress: { id: pipId },
          loadBalancerBackendAddressPools: [{ id: `${balancerId}/backendAddressPools/pool` }],
          loadBalancerInboundNatRules: [{ id: `${balancerId}/inboundNatRules/ssh` }],
        },
      },
    ],
  });
const nsg = (rules: string[] = []) =>
  resource(nsgId, 'microsoft.network/networksecuritygroups', {
    networkInterfaces: [{ id: nicId }],
    securityRules: rules,
  });
const subnetNsg = resource(subnetNsgId, 'microsoft.network/networksecuritygroups', {
  subnets: [{ id: `${vnetId}/subnets/default` }],
});
const pip = resource(pipId, 'microsoft.network/publicipaddresses', {
  ipConfiguration: { id: `${nicId}/ipConfigurations/c` },
});
const vnet = (filter: string | undefined = subnetNsgId) =>
  resource(vnetId, 'microsoft.network/virtualnetworks', {
    subnets: [
      {
        id: `${vnetId}/subnets/default`,
        properties: {
          ipConfigurations: [{ id: `${nicId}/ipConfigurations/c` }],
          ...(filter && { networkSecurityGroup: { id: filter } }),
        },
      },
    ],
  });
const member = { id: `${nicId}/ipConfigurations/c` };
const balancer = (rules: string[] = [], others: object[] = []) =>
  resource(balancerId, 'microsoft.network/loadbalancers', {
    frontendIPConfigurations: [],
    loadBalancingRules: rules,
    backendAddressPools: [{ properties: { backendIPConfigurations: [member, ...others] } }],
  });

function world() {
  const memory = memoryPorts();
  let read = 0;
  /** What the feed door does with what was written since the last time. */
  const feed = async (): Promise<void> => {
    while (read < memory.resourceFeed.length) {
      const batch = memory.resourceFeed.slice(read);
      read = memory.resourceFeed.length;
      await relateMachines(memory.ports, batch);
    }
  };
  const save = async (...resources: Resource[]): Promise<void> => {
    memory.clock.now = new Date(memory.clock.now.getTime() + 60_000);
    const observedAt = memory.clock.now.toISOString();
    await saveSnapshots(
      memory.ports,
      home,
      resources.map((one) => ({ resource: one, observedAt, source: 'inventory/resources' })),
    );
    await feed();
  };
  const beside = async (): Promise<ResourceDocument[]> => {
    const partition = await memory.ports.resources.load(partitionOf(vmId));
    return partition.filter(({ copyOf }) => copyOf !== undefined);
  };
  const copies = async (): Promise<string[]> => (await beside()).map((copy) => copy.resource.name).sort();
  return { ...memory, save, feed, beside, copies };
}

const everything = [vm(), nic(), nsg(), subnetNsg, pip, vnet(), balancer()];
const all = ['default', 'lb', 'nic', 'nsg', 'pip', 'subnetNsg'];

test('whatever the order in which they come, a machine has its network beside it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(everything, { minLength: everything.length }), async (order) => {
      const { save, copies } = world();
      for (const one of order) await save(one);
      expect(await copies()).toEqual(all);
    }),
    { numRuns: 60 },
  );
});

test('a change of a security group reaches the machine', async () => {
  const { save, beside } = world();
  await save(...everything);
  await save(nsg(['allow 22']));
  const copy = (await beside()).find(({ copyOf }) => copyOf === nsgId);
  expect(copy!.resource.properties['securityRules']).toEqual(['allow 22']);
});

test('a subnet and a load balancer are kept without the lists of what else is behind them', async () => {
  const { save, beside } = world();
  await save(...everything);
  await save(balancer(['forward 22']));
  const properties = (name: string) => beside().then((all) => all.find((one) => one.resource.name === name)!.resource);
  expect(await properties('default')).toEqual({
    id: `${vnetId}/subnets/default`,
    name: 'default',
    type: 'Microsoft.Network/virtualNetworks/subnets',
    properties: { networkSecurityGroup: { id: subnetNsgId } },
  });
  expect((await properties('lb')).properties).toEqual({
    frontendIPConfigurations: [],
    loadBalancingRules: ['forward 22'],
  });
});

test('another machine behind the same load balancer writes no copy beside this one', async () => {
  const { save, resourceFeed } = world();
  await save(...everything);
  const written = () => resourceFeed.filter(({ copyOf }) => copyOf !== undefined).length;
  const before = written();
  await save(balancer([], [{ id: `${nicId}2/ipConfigurations/c` }]));
  expect(written()).toBe(before);
});

test('copies go when the relation ends, and come back with it', async () => {
  const { save, copies } = world();
  await save(...everything);
  await save(nic(''), nsg());
  expect(await copies()).toEqual(['default', 'lb', 'nic', 'pip', 'subnetNsg']);
  await save(vnet(''));
  expect(await copies()).toEqual(['default', 'lb', 'nic', 'pip']);
  await save(vm([]));
  expect(await copies()).toEqual([]);
  await save(vm());
  expect(await copies()).toEqual(['default', 'lb', 'nic', 'pip']);
});

test('a removed interface or machine takes the copies along', async () => {
  const { save, copies, ports, clock, feed } = world();
  await save(...everything);
  await removeResource(ports, nicId, clock.now.toISOString());
  await feed();
  expect(await copies()).toEqual([]);
  clock.now = new Date(clock.now.getTime() + 1_000);
  await save(nic());
  expect(await copies()).toEqual(all);
  await removeResource(ports, vmId, clock.now.toISOString());
  await feed();
  expect(await copies()).toEqual([]);
});

test('copies are neither judged nor listed', async () => {
  const { save, ports } = world();
  await save(...everything);
  const partition = await ports.resources.load(partitionOf(vmId));
  const recommendation = {
    key: 'test/any',
    appliesTo: ['Microsoft.Network/networkInterfaces', 'Microsoft.Compute/virtualMachines'],
    freshnessHours: 24,
    judge: (_resource, graph) => healthy(String(graph.ofType('Microsoft.Network/networkInterfaces').length)),
  } as Recommendation;
  const judged = judgeResources(partition, [recommendation], new Map(), new Date());
  expect(judged.map(({ judgement }) => [judgement.resourceName, judgement.verdicts['test/any']!.description])).toEqual([
    ['VM', '1'],
  ]);
  const { items } = await ports.resources.list({ scope: '/' }, { top: 100 });
  expect(items).toHaveLength(everything.length);
});

test('copies are as old as what they are copies of, within the hour', async () => {
  const { save, beside, clock } = world();
  await save(...everything);
  clock.now = new Date(clock.now.getTime() + 20 * 3_600_000);
  await save(...everything);
  const times = new Set((await beside()).map(({ observedAt }) => observedAt));
  expect([...times]).toEqual([clock.now.toISOString()]);
});
