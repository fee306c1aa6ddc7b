import { EventHubProducerClient } from '@azure/event-hubs';
import { BlobServiceClient } from '@azure/storage-blob';
import { startEventHubs } from '../../../../local/eventhubs/startEventHubs';
import { startAzurite } from '../azuriteProcess';
import {
  type HostProcess,
  type Report,
  killHostProcesses,
  startHostProcess,
  temporaryFolder,
  writeApp,
} from '../hostProcess';

jest.setTimeout(60_000);

const hubNames = 'binary text single crash failing forever drain rest out broker minimum empty credit waiting'.split(
  ' ',
);
let azurite: Awaited<ReturnType<typeof startAzurite>>;
let broker: Awaited<ReturnType<typeof startEventHubs>>;
const folder = temporaryFolder();
const hubs = hubNames.map((name) => ({ name, partitionCount: 2 }));
const producers: EventHubProducerClient[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
  broker = await startEventHubs({ folder, port: 0, hubs });
});
afterAll(async () => {
  killHostProcesses();
  await Promise.all(producers.map((producer) => producer.close()));
  await broker.stop();
  azurite.stop();
});

function producer(hub: string): EventHubProducerClient {
  const client = new EventHubProducerClient(broker.connectionString(hub));
  producers.push(client);
  return client;
}

async function send(
  hub: string,
  partitionId: string,
  bodies: unknown[],
  properties?: Record<string, string>,
): Promise<void> {
  await producer(hub).sendBatch(
    bodies.map((body) => ({ body, ...(properties && { properties }) })),
    { partitionId },
  );
}

async function start(source: string, hostJson: object = {}): Promise<HostProcess> {
  const settings = { AzureWebJobsStorage: azurite.connectionString, HUB: broker.connectionString() };
  return startHostProcess(writeApp(source, hostJson), { settings });
}

const trigger = (hub: string, more = ''): string =>
  `connection: 'HUB', eventHubName: '${hub}', cardinality: 'many', ${more}`;

async function checkpoint(hub: string, partition: string): Promise<string | undefined> {
  const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
    'azure-webjobs-eventhub',
  );
  const path = `127.0.0.1/${hub}/$default/checkpoint/${partition}`;
  for (const candidate of [path, path.replace('127.0.0.1', 'localhost')]) {
    const blob = container.getBlobClient(candidate);
    if (await blob.exists()) return (await blob.getProperties()).metadata?.['sequencenumber'];
  }
  return undefined;
}

const numbers = (reports: Report[]): number[] => reports.flatMap(({ events }) => events as number[]);

test('a binary batch arrives as the very bytes, with the metadata of each event', async () => {
  await send('binary', '1', [Buffer.from([0x1f, 0x8b, 0xff]), Buffer.from('{"a":1}')], { source: 'test' });
  const host =
    await start(`app.eventHub('binary', { ${trigger('binary')} dataType: 'binary', handler: async (messages: any, context) => {
    report({ bytes: messages.map((one: Buffer) => [Buffer.isBuffer(one), one.toString('hex')]), metadata: context.triggerMetadata }) } } as any)`);
  await host.until(({ length }) => length > 0, 'the batch');
  const [{ bytes, metadata } = {}] = host.reports as { bytes: unknown; metadata: Record<string, unknown> }[];
  expect(bytes).toEqual([
    [true, '1f8bff'],
    [true, '7b2261223a317d'],
  ]);
  expect(metadata).toMatchObject({
    partitionContext: { eventHubName: 'binary', consumerGroup: '$Default', partitionId: '1' },
    sequenceNumberArray: [0, 1],
    propertiesArray: [{ source: 'test' }, { source: 'test' }],
    partitionKeyArray: [],
    enqueuedTimeUtcArray: [expect.stringMatching(/^\d{4}-.*Z$/), expect.anything()],
    systemPropertiesArray: [{ sequenceNumber: 0 }, { sequenceNumber: 1 }],
  });
  expect(metadata?.['offsetArray']).toHaveLength(2);
  await host.kill();
});

test('without a data type a body is its JSON value, or else its text', async () => {
  await send('text', '0', [Buffer.from('{"a":1}'), Buffer.from('plain'), Buffer.from('5')]);
  const host = await start(
    `app.eventHub('text', { ${trigger('text')} handler: async (messages) => report({ messages }) })`,
  );
  await host.until((reports) => reports.flatMap(({ messages }) => messages).length === 3, 'the events');
  expect(host.reports.flatMap(({ messages }) => messages)).toEqual([{ a: 1 }, 'plain', 5]);
  await host.kill();
});

test('cardinality one runs event by event, in order', async () => {
  await send('single', '0', [{ n: 1 }, { n: 2 }, { n: 3 }]);
  const host =
    await start(`app.eventHub('single', { connection: 'HUB', eventHubName: 'single', handler: async (event: any, context) =>
    report({ n: event.n, sequence: context.triggerMetadata!.sequenceNumber }) })`);
  await host.until(({ length }) => length === 3, 'three events');
  expect(host.reports).toEqual([
    { n: 1, sequence: 0 },
    { n: 2, sequence: 1 },
    { n: 3, sequence: 2 },
  ]);
  await host.kill();
});

test('empty bodies are left out of a batch, unless the app asks for them', async () => {
  await send('empty', '0', [Buffer.alloc(0), Buffer.from('x')]);
  const source = (setup: string, group: string): string => `${setup}
    app.eventHub('empty', { ${trigger('empty')} dataType: 'binary', handler: async (messages: any) => report({ sizes: messages.map((one: Buffer) => one.length), group: '${group}' }) } as any)`;
  const plain = await start(source('', 'plain'));
  await plain.until(({ length }) => length === 1, 'the batch');
  expect(plain.reports).toEqual([{ sizes: [1], group: 'plain' }]);
  await plain.call('stop');

  await send('empty', '0', [Buffer.alloc(0), Buffer.from('x')]);
  const asking = await start(
    source('app.setup({ capabilities: { IncludeEmptyEntriesInMessagePayload: true } as any });', 'asking'),
  );
  await asking.until(({ length }) => length === 1, 'the batch');
  expect(asking.reports).toEqual([{ sizes: [0, 1], group: 'asking' }]);
  await asking.kill();
});

test('batches obey maxEventBatchSize, and idle says when everything is handled', async () => {
  await send(
    'minimum',
    '0',
    Array.from({ length: 25 }, (_, n) => n),
  );
  const hostJson = { extensions: { eventHubs: { maxEventBatchSize: 10 } } };
  const host = await start(
    `app.eventHub('sized', { ${trigger('minimum')} handler: async (events) => { await new Promise((r) => setTimeout(r, 50)); report({ events }); } })`,
    hostJson,
  );
  while (!(await host.call('idle')));
  expect(numbers(host.reports)).toEqual(Array.from({ length: 25 }, (_, n) => n));
  expect(Math.max(...host.reports.map(({ events }) => (events as unknown[]).length))).toBeLessThanOrEqual(10);
  await send('minimum', '1', [100]);
  expect(await host.call('idle')).toBe(false);
  await host.call('stop');
});

test('after a crash the batch under way comes again at once, and handled ones do not', async () => {
  await send('crash', '0', [1, 2, 3]);
  const source = (stop: string): string =>
    `app.eventHub('crash', { ${trigger('crash')} handler: async (events: any) => { ${stop} report({ events }); } })`;
  const first = await start(source('if (events.includes(4)) { report({ events: [] }); await new Promise(() => {}); }'));
  await first.until((reports) => numbers(reports).length === 3, 'the first events');
  while ((await checkpoint('crash', '0')) !== '2') await new Promise((resolve) => setTimeout(resolve, 20));
  await send('crash', '0', [4, 5]);
  await first.until(
    (reports) => reports.some(({ events }) => (events as number[]).length === 0),
    'the batch that hangs',
  );
  await first.kill();

  const next = await start(source(''));
  await next.until((reports) => numbers(reports).length === 2, 'the batch again');
  expect(numbers(next.reports)).toEqual([4, 5]);
  while ((await checkpoint('crash', '0')) !== '4') await new Promise((resolve) => setTimeout(resolve, 20));
  await next.kill();
});

test('a batch that fails is retried, and then checkpointed all the same', async () => {
  const host = await start(
    `app.eventHub('failing', { ${trigger('failing')} retry: { strategy: 'exponentialBackoff', minimumInterval: 0, maximumInterval: 0, maxRetryCount: 2 },
       handler: async (events: any, context) => { report({ events, retry: context.retryContext!.retryCount }); if (events.includes(1)) throw new Error('bad'); } })`,
  );
  await send('failing', '0', [1]);
  await host.until(({ length }) => length === 3, 'three attempts');
  await send('failing', '0', [2]);
  await host.until(({ length }) => length === 4, 'the next event');
  expect(host.reports).toEqual([...[0, 1, 2].map((retry) => ({ events: [1], retry })), { events: [2], retry: 0 }]);
  await host.kill();
});

test('with maxRetryCount -1 a stop between two attempts leaves the batch for the next start', async () => {
  await send('forever', '0', [7]);
  const source = (
    body: string,
  ): string => `app.eventHub('forever', { ${trigger('forever')} retry: { strategy: 'fixedDelay', delayInterval: { seconds: 1 }, maxRetryCount: -1 },
    handler: async (events) => { report({ events }); ${body} } })`;
  const failing = await start(source("throw new Error('not yet')"));
  await failing.until(({ length }) => length >= 2, 'two attempts');
  await failing.call('stop');
  expect(await checkpoint('forever', '0')).toBeUndefined();
  const healthy = await start(source(''));
  await healthy.until(({ length }) => length === 1, 'the same event');
  expect(healthy.reports).toEqual([{ events: [7] }]);
  await healthy.kill();
});

test('a stop finishes the running batch and checkpoints it', async () => {
  const source = `app.eventHub('drain', { ${trigger('drain')} handler: async (events) => { report({ events }); await new Promise((r) => setTimeout(r, 500)); } })`;
  const host = await start(source, { extensions: { eventHubs: { batchCheckpointFrequency: 100 } } });
  await send('drain', '0', [1]);
  await host.until(({ length }) => length === 1, 'the batch');
  await send('drain', '0', [2]);
  await host.call('stop');
  expect(numbers(host.reports)).toEqual([1]);
  expect(await checkpoint('drain', '0')).toBe('0');
});

test('each checkpoint frequency saves every n-th batch', async () => {
  const source = `app.eventHub('rest', { ${trigger('rest')} handler: async (events) => report({ events }) })`;
  const host = await start(source, {
    extensions: { eventHubs: { batchCheckpointFrequency: 2, maxEventBatchSize: 1 } },
  });
  await send('rest', '0', [1, 2, 3]);
  await host.until(({ length }) => length === 3, 'three batches');
  while ((await checkpoint('rest', '0')) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await checkpoint('rest', '0')).toBe('1');
  await host.kill();
});

test('a returned array is sent to the hub of an output, one event for each item', async () => {
  const source = `
    app.http('send', { route: 'send', methods: ['POST'], extraOutputs: [], handler: async () => ({}) });
    app.eventHub('forward', { ${trigger('out')} return: output.eventHub({ connection: 'HUB', eventHubName: 'broker' }), handler: async (events: any) => events.map((n: number) => ({ n })) });
    app.eventHub('sink', { ${trigger('broker')} handler: async (events) => report({ events }) });`;
  await send('out', '0', [1, 2]);
  const host = await start(source);
  await host.until((reports) => numbers(reports).length === 2, 'the forwarded events');
  expect(host.reports.flatMap(({ events }) => events)).toEqual(expect.arrayContaining([{ n: 1 }, { n: 2 }]));
  await host.kill();
});

test('a broker that starts later or again is found, and nothing is handled twice', async () => {
  const other = temporaryFolder();
  const one = [{ name: 'again', partitionCount: 1 }];
  const before = await startEventHubs({ folder: other, port: 0, hubs: one });
  const { port } = before;
  await before.stop();
  const settings = { AzureWebJobsStorage: azurite.connectionString, HUB: before.connectionString() };
  const source = `app.eventHub('again', { ${trigger('again')} handler: async (events) => report({ events }) })`;
  const host = await startHostProcess(writeApp(source), { settings });
  const put = async (from: number): Promise<void> => {
    const endpoint = await startEventHubs({ folder: other, port, hubs: one });
    const client = new EventHubProducerClient(endpoint.connectionString('again'));
    try {
      await client.sendBatch([{ body: from }, { body: from + 1 }]);
      await host.until((reports) => numbers(reports).includes(from + 1), `event ${from + 1}`);
    } finally {
      await client.close();
      await endpoint.stop();
    }
  };
  await put(1);
  await put(3);
  expect(numbers(host.reports)).toEqual([1, 2, 3, 4]);
  await host.kill();
});

test('a reader that may have granted too much credit starts again, and each event is still handled once', async () => {
  const source = `app.eventHub('credit', { ${trigger('credit')} handler: async (events) => report({ events }) })`;
  const limits = { prefetchCount: 30_000, batchCheckpointFrequency: 1000 };
  const host = await start(source, { extensions: { eventHubs: limits } });
  const expected = Array.from({ length: 12 }, (_, n) => n);
  for (const n of expected) {
    await send('credit', '0', [n]);
    await host.until((reports) => numbers(reports).includes(n), `event ${n}`);
  }
  expect(numbers(host.reports)).toEqual(expected);
  while (!(await host.call('idle')));
  await host.kill();
});

test('minEventBatchSize waits for more events, but not longer than maxWaitTime', async () => {
  const source = `app.eventHub('waiting', { ${trigger('waiting')} handler: async (events) => report({ events }) })`;
  const limits = { minEventBatchSize: 3, maxEventBatchSize: 5, maxWaitTime: '00:00:02' };
  const host = await start(source, { extensions: { eventHubs: limits } });
  for (const n of [1, 2, 3]) await send('waiting', '0', [n]);
  await host.until((reports) => numbers(reports).length === 3, 'three events');
  await send('waiting', '0', [4]);
  await host.until((reports) => numbers(reports).length === 4, 'the last event');
  expect(host.reports).toEqual([{ events: [1, 2, 3] }, { events: [4] }]);
  await host.kill();
});
