import fc from 'fast-check';
import { fanOut } from '../../shared/flows/fanOut';
import { deliveryMessageSchema } from '../../shared/flows/messages';
import type { AutomationDocument } from '../../shared/model/documents/settings';
import type { OutboxDocument } from '../../shared/model/documents/outbox';
import { memoryPorts } from '../doubles/memoryPorts';
import { storeWorkspaces, workspace } from './support/workspaces';
import { automationOf, hubAction, outboxOf, recordingSink, twoEventsOf, workflowAction } from './support/exportWorld';

const hub = recordingSink().sink;
const workflow = recordingSink(undefined, { actionType: 'LogicApp', batchSize: 1 }).sink;

async function run(automations: AutomationDocument[], documents: OutboxDocument[]) {
  const world = memoryPorts();
  for (const document of automations) await world.ports.settings.saveAutomation(document);
  const summary = await fanOut(world.ports, twoEventsOf, [hub, workflow], documents);
  return { summary, messages: world.deliveries.map(({ message }) => message) };
}

test('a sink gets one message for a batch, an action one for each event', async () => {
  const actions = [hubAction, workflowAction];
  const { summary, messages } = await run([automationOf('all', { actions })], [outboxOf(1), outboxOf(2)]);
  expect(summary).toEqual({ outbox: 2, events: 4, messages: 5 });
  expect(messages.map(({ action, outbox }) => [action, outbox.map(({ keys }) => keys)])).toEqual([
    [
      0,
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
    ],
    [1, [['a']]],
    [1, [['b']]],
    [1, [['a']]],
    [1, [['b']]],
  ]);
  messages.forEach((message) => expect(deliveryMessageSchema.parse(message)).toEqual(message));
});

test('a disabled automation, another source and another scope get nothing', async () => {
  const { messages } = await run(
    [
      automationOf('off', { isEnabled: false }),
      automationOf('scores', { sources: [{ eventSource: 'SecureScores', ruleSets: [] }] }),
      automationOf('elsewhere', { scopes: [{ scopePath: '/subscriptions/00000000-0000-0000-0000-000000000009' }] }),
    ],
    [outboxOf(1)],
  );
  expect(messages).toEqual([]);
});

test('an event that several rule sets match is sent once', async () => {
  const rule = { propertyJPath: 'key', propertyType: 'String', operator: 'Equals', expectedValue: 'a' } as const;
  const sources = [{ eventSource: 'Alerts' as const, ruleSets: [{ rules: [rule] }, { rules: [] }] }];
  const { messages } = await run([automationOf('all', { sources })], [outboxOf(1)]);
  expect(messages.map(({ outbox }) => outbox.map(({ keys }) => keys))).toEqual([[['a', 'b']]]);
});

test('documents of another kind are left alone', async () => {
  const world = memoryPorts();
  const alert = { ...outboxOf(1), kind: 'alert' } as unknown as OutboxDocument;
  expect(await fanOut(world.ports, twoEventsOf, [hub], [alert])).toEqual({ outbox: 0, events: 0, messages: 0 });
});

test('messages hold ids only, fit into a queue message, and lose and repeat no event', async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(lengths, async (all) => {
      const documents = all.map((length, at) => outboxOf(at, { rootId: `/${at}/${'r'.repeat(length)}` }));
      const { messages } = await run([automationOf('all')], documents);
      for (const message of messages) {
        expect(Buffer.from(JSON.stringify(message)).toString('base64').length).toBeLessThan(65_536);
        expect(message.outbox.flatMap(({ keys }) => keys).length).toBeLessThanOrEqual(100);
      }
      const events = messages.flatMap(({ outbox }) =>
        outbox.flatMap(({ rootId, keys }) => keys.map((key) => `${rootId} ${key}`)),
      );
      const wanted = documents.flatMap(({ rootId }) => [`${rootId} a`, `${rootId} b`]);
      expect(events.sort()).toEqual(wanted.sort());
      expect(JSON.stringify(messages)).not.toContain('secret');
    }),
    { numRuns: 20 },
  );
});

test('what concerns a workspace goes to the automations that it exports to', async () => {
  const world = memoryPorts();
  const automations = ['one', 'two'].map((name) => automationOf(name));
  for (const automation of automations) await world.ports.settings.saveAutomation(automation);
  const exports = [automations[0]!.automation.id.toLowerCase()];
  await storeWorkspaces(world.ports, [workspace('named', { exports }), workspace('none', { exports: [] })]);
  const documents = ['default', 'named', 'none', 'unknown'].map((workspaceId, at) => outboxOf(at, { workspaceId }));
  await fanOut(world.ports, twoEventsOf, [hub, workflow], documents);
  const sent = world.deliveries.map(({ message }) => [
    message.automationId.split('/').at(-1),
    message.outbox.map(({ id }) => documents.find((one) => one.id === id)!.workspaceId),
  ]);
  expect(sent).toEqual([
    ['one', ['default', 'named', 'unknown']],
    ['two', ['default', 'unknown']],
  ]);
});
