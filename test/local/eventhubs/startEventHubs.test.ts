import {
  earliestEventPosition,
  EventHubBufferedProducerClient,
  EventHubConsumerClient,
  EventHubProducerClient,
  latestEventPosition,
  type EventPosition,
  type MessagingError,
  type PartitionContext,
  type ReceivedEventData,
  type SubscribeOptions,
} from '@azure/event-hubs';
import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { partitionOfKey } from '../../../local/eventhubs/partitionKeyHash';
import { startEventHubs, type EventHubsEndpoint, type EventHubsOptions } from '../../../local/eventhubs/startEventHubs';
import { temporaryFolder } from './temporaryFolder';

const root = temporaryFolder();
const retryOptions = { maxRetries: 0, retryDelayInMs: 100, timeoutInMs: 5000 };
jest.setTimeout(20_000);
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function newFolder(): string {
  return mkdtempSync(join(root, 'hubs-'));
}

async function start(options: Partial<EventHubsOptions> = {}): Promise<EventHubsEndpoint> {
  const hubs = [{ name: 'telemetry', partitionCount: 2, consumerGroups: ['second'] }];
  const endpoint = await startEventHubs({ folder: newFolder(), port: 0, hubs, ...options });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= endpoint.stop());
  closing.push(stop);
  return { ...endpoint, stop };
}

function producerOf(connectionString: string): EventHubProducerClient {
  const producer = new EventHubProducerClient(connectionString, { retryOptions });
  closing.push(() => producer.close());
  return producer;
}

interface Received {
  partition: string;
  event: ReceivedEventData;
  context: PartitionContext;
}

interface Subscribed {
  received: Received[];
  errors: Error[];
  until(done: () => boolean): Promise<void>;
  close(): Promise<void>;
}

function subscribe(
  connectionString: string,
  { group = '$Default', partition, ...options }: SubscribeOptions & { group?: string; partition?: string } = {},
): Subscribed {
  const client = new EventHubConsumerClient(group, connectionString, { retryOptions });
  const received: Received[] = [];
  const errors: Error[] = [];
  const handlers = {
    processEvents: async (events: ReceivedEventData[], context: PartitionContext) => {
      for (const event of events) received.push({ partition: context.partitionId, event, context });
    },
    processError: async (error: Error) => {
      errors.push(error);
    },
  };
  const settings: SubscribeOptions = { startPosition: earliestEventPosition, maxBatchSize: 100, ...options };
  if (partition === undefined) client.subscribe(handlers, settings);
  else client.subscribe(partition, handlers, settings);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= client.close());
  closing.push(close);
  return {
    received,
    errors,
    until: (done) => until(done, () => JSON.stringify({ received: received.length, errors })),
    close,
  };
}

async function until(done: () => boolean, state: () => string): Promise<void> {
  for (let tries = 0; !done(); tries++) {
    if (tries > 400) throw new Error(`did not happen: ${state()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function bodies({ received }: Subscribed): unknown[] {
  return received.map(({ event }) => event.body as unknown);
}

async function failure(action: Promise<unknown>): Promise<MessagingError> {
  return action.then(
    () => {
      throw new Error('did not fail');
    },
    (error: MessagingError) => error,
  );
}

describe('startEventHubs', () => {
  it('gives a consumer what a producer sent, with its place in the partition', async () => {
    const endpoint = await start();
    const producer = producerOf(endpoint.connectionString('telemetry'));
    const batch = await producer.createBatch({ partitionId: '1' });
    batch.tryAdd({ body: { value: 1 }, properties: { kind: 'a' }, messageId: 'm1', contentType: 'application/json' });
    batch.tryAdd({ body: Buffer.from([1, 2, 3]) });
    await producer.sendBatch(batch);
    const consumer = subscribe(endpoint.connectionString('telemetry'), { trackLastEnqueuedEventProperties: true });
    await consumer.until(() => consumer.received.length === 2);
    const [first, second] = consumer.received as [Received, Received];
    expect(batch.maxSizeInBytes).toBe(1024 * 1024);
    expect(first.event).toMatchObject({
      body: { value: 1 },
      properties: { kind: 'a' },
      messageId: 'm1',
      sequenceNumber: 0,
    });
    expect(second.event).toMatchObject({ sequenceNumber: 1 });
    expect(second.event.body).toEqual(Buffer.from([1, 2, 3]));
    expect([first.partition, second.partition]).toEqual(['1', '1']);
    expect(Number(second.event.offset)).toBe(Number(first.event.offset) + 1);
    expect(first.context.lastEnqueuedEventProperties).toMatchObject({ sequenceNumber: 1, offset: second.event.offset });
    expect(endpoint.stats()['telemetry']?.partitions[1]).toEqual({
      firstSequence: 0,
      lastSequence: 1,
      lastOffset: second.event.offset,
    });
  });

  it('describes hubs and partitions', async () => {
    const endpoint = await start();
    const producer = producerOf(endpoint.connectionString('telemetry'));
    expect(await producer.getEventHubProperties()).toMatchObject({
      name: 'telemetry',
      partitionIds: ['0', '1'],
      createdOn: expect.any(Date),
    });
    expect(await producer.getPartitionProperties('0')).toMatchObject({
      isEmpty: true,
      lastEnqueuedSequenceNumber: -1,
      lastEnqueuedOffset: '-1',
    });
    await producer.sendBatch([{ body: 1 }, { body: 2 }], { partitionId: '0' });
    expect(await producer.getPartitionProperties('0')).toMatchObject({
      isEmpty: false,
      partitionId: '0',
      beginningSequenceNumber: 0,
      lastEnqueuedSequenceNumber: 1,
      lastEnqueuedOffset: endpoint.stats()['telemetry']?.partitions[0]?.lastOffset,
    });
    expect((await failure(producer.getPartitionProperties('9'))).code).toBe('ArgumentOutOfRangeError');
  });

  it('resumes from an offset after a restart of the endpoint', async () => {
    const folder = newFolder();
    const first = await start({ folder });
    const producer = producerOf(first.connectionString('telemetry'));
    await producer.sendBatch([{ body: 'a' }, { body: 'b' }, { body: 'c' }], { partitionId: '0' });
    const before = subscribe(first.connectionString('telemetry'), { partition: '0' });
    await before.until(() => before.received.length === 3);
    const offset = (before.received[1] as Received).event.offset;
    await Promise.all([before.close(), producer.close()]);
    await first.stop();

    const second = await start({ folder });
    await producerOf(second.connectionString('telemetry')).sendBatch([{ body: 'd' }], { partitionId: '0' });
    const after = subscribe(second.connectionString('telemetry'), { partition: '0', startPosition: { offset } });
    await after.until(() => after.received.length === 2);
    expect(bodies(after)).toEqual(['c', 'd']);
    expect(after.received.map(({ event }) => event.sequenceNumber)).toEqual([2, 3]);
  });

  it('starts at a sequence number, at a time, and at the end', async () => {
    const endpoint = await start();
    const text = endpoint.connectionString('telemetry');
    const producer = producerOf(text);
    await producer.sendBatch([{ body: 'a' }, { body: 'b' }], { partitionId: '0' });
    const enqueuedOn = (await producer.getPartitionProperties('0')).lastEnqueuedOnUtc;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await producer.sendBatch([{ body: 'c' }], { partitionId: '0' });
    const reading = (startPosition: EventPosition): Subscribed => subscribe(text, { partition: '0', startPosition });
    const fromSequence = reading({ sequenceNumber: 1, isInclusive: true });
    const fromTime = reading({ enqueuedOn });
    const fromEnd = reading(latestEventPosition);
    await fromSequence.until(() => fromSequence.received.length === 2 && fromTime.received.length === 1);
    for (let sent = 0; fromEnd.received.length === 0 && sent < 50; sent++) {
      await producer.sendBatch([{ body: 'late' }], { partitionId: '0' });
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    expect(bodies(fromSequence).slice(0, 2)).toEqual(['b', 'c']);
    expect(bodies(fromTime)[0]).toBe('c');
    expect(bodies(fromEnd)[0]).toBe('late');
  });

  it('puts a partition key where the service and the buffered producer put it', async () => {
    const hubs = [{ name: 'keyed', partitionCount: 5 }];
    const endpoint = await start({ hubs });
    const text = endpoint.connectionString('keyed');
    const keys = Array.from({ length: 20 }, (_, index) => `user-${index}-ü`);
    const producer = producerOf(text);
    for (const key of keys) await producer.sendBatch([{ body: `single ${key}` }], { partitionKey: key });
    const buffered = new EventHubBufferedProducerClient(text, {
      retryOptions,
      maxWaitTimeInMs: 50,
      onSendEventsErrorHandler: ({ error }) => {
        throw error;
      },
    });
    /** The client's own loop ends only when it wakes after close(), by default up to 10 s later. */
    Object.assign(buffered, { _backgroundManagementInterval: 50 });
    for (const key of keys) await buffered.enqueueEvent({ body: `buffered ${key}` }, { partitionKey: key });
    await buffered.close({ flush: true });
    const consumer = subscribe(text);
    await consumer.until(() => consumer.received.length === 40);
    const partitionOf = new Map(consumer.received.map(({ partition, event }) => [event.body as string, partition]));
    for (const key of keys) {
      const expected = String(partitionOfKey(key, 5));
      expect([partitionOf.get(`single ${key}`), partitionOf.get(`buffered ${key}`)]).toEqual([expected, expected]);
    }
    const named = consumer.received.filter(({ event }) => event.partitionKey !== undefined);
    expect(named.map(({ event }) => `single ${event.partitionKey}`).sort()).toEqual(
      keys.map((key) => `single ${key}`).sort(),
    );
  });

  it('spreads events without a key over all partitions', async () => {
    const endpoint = await start();
    const producer = producerOf(endpoint.connectionString('telemetry'));
    for (let index = 0; index < 4; index++) await producer.sendBatch([{ body: index }]);
    expect(endpoint.stats()['telemetry']?.partitions.map(({ lastSequence }) => lastSequence)).toEqual([1, 1]);
  });

  it('serves every consumer group from its own place', async () => {
    const endpoint = await start();
    const text = endpoint.connectionString('telemetry');
    await producerOf(text).sendBatch([{ body: 'x' }], { partitionId: '0' });
    const groups = [subscribe(text), subscribe(text, { group: 'second' })];
    await Promise.all(groups.map((group) => group.until(() => group.received.length === 1)));
    const unknown = subscribe(text, { group: 'unknown', partition: '0' });
    await unknown.until(() => unknown.errors.length > 0);
    expect(unknown.errors[0]).toMatchObject({ code: 'MessagingEntityNotFoundError' });
  });

  it('moves many large batches, more than a credit window, in order and without loss', async () => {
    const endpoint = await start({ hubs: [{ name: 'bulk', partitionCount: 1 }] });
    const text = endpoint.connectionString('bulk');
    const producer = producerOf(text);
    const filler = 'x'.repeat(400);
    for (let batch = 0; batch < 20; batch++) {
      await producer.sendBatch(
        Array.from({ length: 500 }, (_, index) => ({ body: { n: batch * 500 + index, filler } })),
      );
    }
    const consumer = subscribe(text, { maxBatchSize: 1000 });
    await consumer.until(() => consumer.received.length >= 10_000);
    expect(consumer.received.map(({ event }) => (event.body as { n: number }).n)).toEqual(
      Array.from({ length: 10_000 }, (_, n) => n),
    );
  });

  it('checks the shared access key when there is one', async () => {
    const sharedAccessKey = { name: 'listen', key: 'right' };
    const endpoint = await start({ sharedAccessKey });
    const text = endpoint.connectionString('telemetry');
    await producerOf(text).sendBatch([{ body: 1 }], { partitionId: '0' });
    const consumer = subscribe(text);
    await consumer.until(() => consumer.received.length === 1);
    expect((await producerOf(text).getEventHubProperties()).partitionIds).toHaveLength(2);
    const wrong = producerOf(text.replace('SharedAccessKey=right', 'SharedAccessKey=wrong'));
    const fault = await failure(wrong.sendBatch([{ body: 1 }]));
    expect(fault).toMatchObject({ code: 'UnauthorizedError', message: expect.stringContaining('InvalidSignature') });
    expect((await failure(wrong.getEventHubProperties())).code).toBe('UnauthorizedError');
    expect(endpoint.stats()['telemetry']?.partitions[0]?.lastSequence).toBe(0);
  });

  it('names what is wrong: an unknown hub, an unknown partition, a batch that is too large', async () => {
    const endpoint = await start();
    const unknown = producerOf(endpoint.connectionString('missing'));
    expect((await failure(unknown.sendBatch([{ body: 1 }]))).code).toBe('MessagingEntityNotFoundError');
    const producer = producerOf(endpoint.connectionString('telemetry'));
    expect((await failure(producer.sendBatch([{ body: 'x'.repeat(1024 * 1024) }]))).code).toBe('MessageTooLargeError');
    expect((await failure(producer.sendBatch([{ body: 'x'.repeat(9 * 1024 * 1024) }]))).code).toBe(
      'MessageTooLargeError',
    );
    await producer.sendBatch([{ body: 'still open' }]);
    const reader = subscribe(endpoint.connectionString('telemetry'), { partition: '7' });
    await reader.until(() => reader.errors.length > 0);
    expect(reader.errors[0]).toMatchObject({ code: 'ArgumentOutOfRangeError' });
  });

  it('lets a higher owner level take a partition over and refuses a lower one', async () => {
    const endpoint = await start();
    const text = endpoint.connectionString('telemetry');
    const producer = producerOf(text);
    await producer.sendBatch([{ body: 'a' }], { partitionId: '0' });
    const low = subscribe(text, { partition: '0', ownerLevel: 1 });
    await low.until(() => low.received.length === 1);
    const high = subscribe(text, { partition: '0', ownerLevel: 2 });
    await high.until(() => high.received.length === 1 && low.errors.length > 0);
    expect(low.errors[0]).toMatchObject({ code: 'ReceiverDisconnectedError' });
    const late = subscribe(text, { partition: '0', ownerLevel: 1 });
    const shared = subscribe(text, { partition: '0' });
    await late.until(() => late.errors.length > 0 && shared.errors.length > 0);
    expect([late.errors[0], shared.errors[0]]).toMatchObject([
      { code: 'ReceiverDisconnectedError' },
      { code: 'ReceiverDisconnectedError' },
    ]);
    await producer.sendBatch([{ body: 'b' }], { partitionId: '0' });
    await high.until(() => high.received.length === 2);
    expect([late.received, shared.received]).toEqual([[], []]);
  });

  it('says which port is taken and for what', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const folder = newFolder();
    await expect(start({ folder, port })).rejects.toThrow(`Event Hubs endpoint: port ${port} is already in use`);
    other.close();
    await start({ folder });
  });

  it('refuses another partition count than the hub has, and a folder that is in use', async () => {
    const folder = newFolder();
    const endpoint = await start({ folder, hubs: [{ name: 'telemetry', partitionCount: 2 }] });
    await expect(start({ folder })).rejects.toThrow('is in use');
    await endpoint.stop();
    await expect(start({ folder, hubs: [{ name: 'telemetry', partitionCount: 3 }] })).rejects.toThrow(
      '"telemetry" was created with 2 partitions and is now defined with 3',
    );
    await start({ folder, hubs: [{ name: 'telemetry', partitionCount: 2 }] });
  });

  it('refuses names that could leave the folder', async () => {
    await expect(start({ hubs: [{ name: '../x', partitionCount: 1 }] })).rejects.toThrow('letters, digits');
  });
});
