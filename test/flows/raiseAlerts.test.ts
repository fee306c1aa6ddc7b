import { plansKey, suppressionRuleKey } from '../../shared/core/documentIds';
import { raiseAlerts } from '../../shared/flows/raiseAlerts';
import type { AlertDocument } from '../../shared/model/documents/findings';
import type { OutboxDocument } from '../../shared/model/documents/outbox';
import { finding } from '../core/alert/finding';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { home } from './support/ingestWorld';

const alertsOf = (world: MemoryPorts) => world.findings().filter((one): one is AlertDocument => one.kind === 'alert');
const changesOf = (world: MemoryPorts) =>
  world.findingFeed
    .filter((one): one is OutboxDocument => one.kind === 'outbox')
    .map(({ item }) => item.of === 'alert' && item.change);

test('the first finding creates the alert, a later one updates it, a repeat writes nothing', async () => {
  const world = memoryPorts();
  expect(await raiseAlerts(world.ports, home, [finding])).toBe(1);
  expect(await raiseAlerts(world.ports, home, [{ ...finding, eventIds: ['event-2'] }])).toBe(0);
  expect(await raiseAlerts(world.ports, home, [finding])).toBe(0);
  expect(changesOf(world)).toEqual(['created', 'updated']);
  expect(alertsOf(world)[0]).toMatchObject({ version: 2, ttl: 7_776_000, alert: { occurrences: 2 } });
});

test('findings of one alert are one write', async () => {
  const world = memoryPorts();
  const many = Array.from({ length: 30 }, (_, at) => ({ ...finding, eventIds: [`event-${at}`] }));
  expect(await raiseAlerts(world.ports, home, many)).toBe(1);
  expect(changesOf(world)).toEqual(['created']);
  expect(alertsOf(world)[0]?.alert.occurrences).toBe(30);
});

test('the alert keeps its name when a later finding is older', async () => {
  const world = memoryPorts();
  await raiseAlerts(world.ports, home, [finding]);
  const { name } = alertsOf(world)[0]!.alert;
  await raiseAlerts(world.ports, home, [{ ...finding, time: '2026-03-02T08:00:00.001Z', eventIds: ['event-2'] }]);
  expect(alertsOf(world).map(({ alert }) => alert.name)).toEqual([name]);
});

test.each([
  ['no resource', ''],
  ['a resource outside subscriptions', '/providers/Microsoft.Management/managementGroups/top'],
  ['text that is no id', 'printer on floor 3'],
  ['a subscription that is none', '/subscriptions/a?b#c/resourceGroups/rg'],
  ['an id longer than a partition key', `/subscriptions/${home.subscriptionId}/resourceGroups/${'x'.repeat(3000)}`],
])('a finding about %s is an alert of the home subscription and listed there', async (_, resourceId) => {
  const world = memoryPorts();
  await raiseAlerts(world.ports, home, [{ ...finding, resourceId }]);
  const scope = `/subscriptions/${home.subscriptionId}`;
  const { items } = await world.ports.findings.alerts({ scope }, { top: 10 });
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ subscriptionId: home.subscriptionId, rootId: scope, resourceId: scope });
  const reported = items[0]!.alert.extendedProperties['Reported resource'];
  expect(resourceId.startsWith(reported?.replace('…', '') ?? '')).toBe(true);
});

test('the same entity with and without a resource is two alerts with ids of their own', async () => {
  const world = memoryPorts();
  await raiseAlerts(world.ports, home, [finding, { ...finding, resourceId: '' }]);
  expect(new Set(alertsOf(world).map(({ alert }) => alert.guid)).size).toBe(2);
});

test('an alert stays small whatever senders write', async () => {
  const world = memoryPorts();
  const many = Array.from({ length: 200 }, (_, at) => ({
    ...finding,
    compromisedEntity: 'h'.repeat(100_000),
    entities: [{ type: 'process', commandLine: `${at} ${'c'.repeat(100_000)}` } as const],
    extendedProperties: { [`Command ${at}`]: 'p'.repeat(100_000) },
    eventIds: [`event-${at}`],
  }));
  await raiseAlerts(world.ports, home, many);
  expect(JSON.stringify(alertsOf(world)[0]).length).toBeLessThan(256_000);
});

const subscriptionId = '00000000-0000-0000-0000-000000000001';

test('a suppression rule dismisses what is new, at once, and the alert stays listed and exported', async () => {
  const world = memoryPorts();
  const rule = {
    name: 'quiet',
    alertType: finding.rule.alertType,
    reason: 'Noise',
    state: 'Enabled' as const,
    expirationDateUtc: null,
    lastModifiedUtc: '2026-11-21T12:00:00.000Z',
    allOf: [{ field: 'entities.ip.address', in: ['203.0.113.7'] }],
  };
  const document = {
    ...suppressionRuleKey(subscriptionId, 'quiet'),
    kind: 'suppressionRule' as const,
    workspaceId: 'main',
    rule,
  };
  await raiseAlerts(world.ports, home, [{ ...finding, entityKey: 'before', eventIds: ['event-0'] }]);
  const stored = await world.ports.alertSettings.saveRule(document);
  await raiseAlerts(world.ports, home, [finding]);
  await raiseAlerts(world.ports, home, [
    { ...finding, entityKey: 'b', entities: [{ type: 'ip', address: '203.0.113.8' }] },
  ]);
  await world.ports.alertSettings.removeRule(stored);
  await raiseAlerts(world.ports, home, [{ ...finding, entityKey: 'after' }]);
  expect(alertsOf(world).map(({ alert }) => alert.status)).toEqual(['Active', 'Dismissed', 'Active', 'Active']);
  expect(alertsOf(world)[1]!.alert.suppressedBy).toBe('quiet');
  expect(changesOf(world)).toEqual(['created', 'created', 'created', 'created']);
});

test('findings of a plan that is off raise nothing in that subscription', async () => {
  const world = memoryPorts();
  const plans = { VirtualMachines: { pricingTier: 'Free' as const } };
  await world.ports.alertSettings.savePlans({ ...plansKey(subscriptionId), kind: 'plans', workspaceId: 'main', plans });
  const of = (productComponentName: string) => ({
    ...finding,
    entityKey: productComponentName,
    rule: { ...finding.rule, productComponentName },
  });
  const elsewhere = finding.resourceId.replace(subscriptionId, '00000000-0000-0000-0000-000000000002');
  await raiseAlerts(world.ports, home, [
    of('VirtualMachines'),
    of('Containers'),
    { ...of('VirtualMachines'), resourceId: elsewhere },
  ]);
  expect(alertsOf(world).map(({ alert, subscriptionId: id }) => [alert.productComponentName, id.at(-1)])).toEqual([
    ['Containers', '1'],
    ['VirtualMachines', '2'],
  ]);
});
