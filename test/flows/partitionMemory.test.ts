import { createIngest } from '../../shared/flows/ingestTelemetry';
import { takeOver } from '../../shared/flows/partitionMemory';
import { memoryPorts } from '../doubles/memoryPorts';
import { batchOf, messagesOf, storedEvents, units } from './support/ingestWorld';

const record = (n: number) => JSON.stringify({ n, timestamp: '2026-11-18T06:00:00Z' });
const threeDaysAgo = Date.parse('2026-11-18T06:00:00Z');

test('behind a backlog of days, a resend is known to the instance that takes over', async () => {
  const world = memoryPorts();
  const [first, resend] = messagesOf([record(1), record(1)], threeDaysAgo);
  await createIngest(world.ports, units)(batchOf([first!]));
  const summary = await createIngest(world.ports, units)(batchOf([resend!]));
  expect(summary).toMatchObject({ received: 1, stored: 0, duplicates: 1 });
});

test('what was stored after the last save is found in the pages, however old their hour is', async () => {
  const world = memoryPorts();
  const messages = messagesOf([record(1), record(2), record(3), record(2)], threeDaysAgo);
  const ingest = createIngest(world.ports, units);
  await ingest(batchOf(messages.slice(0, 1)));
  world.clock.now = new Date(world.clock.now.getTime() + 61_000);
  await ingest(batchOf(messages.slice(1, 2)));
  await ingest(batchOf(messages.slice(2, 3)));
  expect((await world.ports.fingerprints.load('0'))?.arrivedAt).toBe(messages[1]!.enqueuedAt);
  const summary = await createIngest(world.ports, units)(batchOf(messages.slice(3)));
  expect(summary).toMatchObject({ stored: 0, duplicates: 1 });
});

test('a redelivery that is older than all fingerprints is recognised by the pages of its hour', async () => {
  const world = memoryPorts();
  const messages = messagesOf([record(1), record(2)], threeDaysAgo);
  messages[1]!.enqueuedAt = new Date(threeDaysAgo + 30 * 3_600_000).toISOString();
  const ingest = createIngest(world.ports, units);
  for (const message of [...messages, ...messages]) await ingest(batchOf([message]));
  expect(await storedEvents(world.pages)).toHaveLength(2);
});

test('fingerprints are saved at most once a minute', async () => {
  const world = memoryPorts();
  const memory = await takeOver(world.ports, { ids: ['default'], home: 'default' }, '0', world.clock.now.toISOString());
  const upTo = { position: '1', enqueuedAt: world.clock.now.toISOString() };
  await memory.saveWhenDue(upTo);
  expect(await world.ports.fingerprints.load('0')).toBeUndefined();
  world.clock.now = new Date(world.clock.now.getTime() + 60_000);
  await memory.saveWhenDue(upTo);
  await memory.saveWhenDue({ ...upTo, position: '2' });
  expect((await world.ports.fingerprints.load('0'))?.upTo).toBe('1');
});
