import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../azuriteProcess';
import { type HostProcess, killHostProcesses, startHostProcess, writeApp } from '../hostProcess';

jest.setTimeout(40_000);

let azurite: Awaited<ReturnType<typeof startAzurite>>;
let queues: QueueServiceClient;
beforeAll(async () => {
  azurite = await startAzurite();
  queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
});
afterAll(() => {
  killHostProcesses();
  azurite.stop();
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const fast = { extensions: { queues: { maxPollingInterval: '00:00:01' } } };

async function start(source: string, hostJson: object = fast): Promise<HostProcess> {
  return startHostProcess(writeApp(source, hostJson), { settings: { AzureWebJobsStorage: azurite.connectionString } });
}

async function newQueue(name: string, ...messages: string[]) {
  const queue = queues.getQueueClient(name);
  await queue.createIfNotExists();
  for (const message of messages) await queue.sendMessage(message);
  return queue;
}

const count = async (name: string): Promise<number | undefined> =>
  (await queues.getQueueClient(name).getProperties()).approximateMessagesCount;

test('a message reaches the handler with its metadata and is deleted', async () => {
  await newQueue('simple', base64('{"Order":{"Id":7},"customer":"c"}'));
  const host = await start(`app.storageQueue('simple', { queueName: 'SIMPLE', connection: 'AzureWebJobsStorage',
    handler: async (item, context) => report({ item, metadata: context.triggerMetadata }) })`);
  await host.until(({ length }) => length === 1, 'the message');
  const [{ item, metadata } = {}] = host.reports;
  expect(item).toEqual({ Order: { Id: 7 }, customer: 'c' });
  expect(metadata).toMatchObject({ dequeueCount: 1, customer: 'c', order: { id: 7 }, id: expect.any(String) });
  while (!(await host.call('idle')));
  expect(await count('simple')).toBe(0);
  await host.kill();
});

test('a message that fails is tried again and then moved to the poison queue', async () => {
  await newQueue('failing', base64('bad'));
  const hostJson = { extensions: { queues: { maxPollingInterval: '00:00:01', maxDequeueCount: 3 } } };
  const host = await start(
    `app.storageQueue('failing', { queueName: 'failing', connection: 'AzureWebJobsStorage',
      handler: async (item, context) => { report({ attempt: context.triggerMetadata!.dequeueCount }); throw new Error('no'); } })`,
    hostJson,
  );
  await host.until(({ length }) => length === 3, 'three attempts');
  while (!(await host.call('idle')));
  expect(host.reports).toEqual([{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }]);
  const { receivedMessageItems } = await queues.getQueueClient('failing-poison').receiveMessages();
  expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual([base64('bad')]);
  expect(await count('failing')).toBe(0);
  await host.kill();
});

test('a message that is not base64 is poisoned unread', async () => {
  await newQueue('encoded', 'not base64!', base64('fine'));
  const host = await start(`app.storageQueue('encoded', { queueName: 'encoded', connection: 'AzureWebJobsStorage',
    handler: async (item) => report({ item }) })`);
  await host.until(({ length }) => length === 1, 'the good message');
  while (!(await host.call('idle')));
  expect(host.reports).toEqual([{ item: 'fine' }]);
  const { receivedMessageItems } = await queues.getQueueClient('encoded-poison').receiveMessages();
  expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual(['not base64!']);
  await host.kill();
});

test('no more than batchSize + newBatchThreshold messages run at once', async () => {
  await newQueue('busy', ...Array.from({ length: 20 }, (_, at) => base64(`m${at}`)));
  const hostJson = { extensions: { queues: { maxPollingInterval: '00:00:01', batchSize: 3, newBatchThreshold: 1 } } };
  const host = await start(
    `let running = 0;
     app.storageQueue('busy', { queueName: 'busy', connection: 'AzureWebJobsStorage', handler: async () => {
       report({ running: ++running }); await new Promise((r) => setTimeout(r, 30)); running--; } })`,
    hostJson,
  );
  await host.until(({ length }) => length === 20, 'all messages');
  const most = Math.max(...host.reports.map(({ running }) => running as number));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
  await host.kill();
});

test('after a crash the same owner gets its messages back at once', async () => {
  await newQueue('crash', base64('one'), base64('two'));
  const source = (end: string): string =>
    `app.storageQueue('crash', { queueName: 'crash', connection: 'AzureWebJobsStorage',
      handler: async (item, context) => { report({ item, count: context.triggerMetadata!.dequeueCount }); ${end} } })`;
  const settings = { AzureWebJobsStorage: azurite.connectionString, AzureFunctionsWebHost__hostid: 'crashing' };
  const crashing = await startHostProcess(writeApp(source('await new Promise(() => {})'), fast), { settings });
  await crashing.until(({ length }) => length === 2, 'both messages');
  await crashing.kill();

  const next = await startHostProcess(writeApp(source(''), fast), { settings });
  await next.until(({ length }) => length === 2, 'both messages again');
  expect(next.reports.map(({ item, count }) => `${String(item)} ${String(count)}`).sort()).toEqual(['one 2', 'two 2']);
  await next.kill();
});

test('a running message is finished and deleted by a stop', async () => {
  await newQueue('drain', base64('slow'));
  const host = await start(`app.storageQueue('drain', { queueName: 'drain', connection: 'AzureWebJobsStorage',
    handler: async () => { report({ began: true }); await new Promise((r) => setTimeout(r, 500)); report({ ended: true }); } })`);
  await host.until(({ length }) => length === 1, 'the start of the handler');
  await host.call('stop');
  expect(host.reports).toEqual([{ began: true }, { ended: true }]);
  expect(await count('drain')).toBe(0);
});

test('an array in a queue output becomes one message for each item', async () => {
  await newQueue('chained');
  const hostJson = { extensions: { queues: { maxPollingInterval: '00:10:00' } } };
  const source = `
    const out = output.storageQueue({ queueName: 'chained', connection: 'AzureWebJobsStorage' });
    app.http('put', { extraOutputs: [out], handler: async (_request, context) => { context.extraOutputs.set(out, ['a', { b: 1 }]); return { status: 202 }; } });
    app.storageQueue('chained', { queueName: 'chained', connection: 'AzureWebJobsStorage', handler: async (item) => report({ item }) });`;
  const host = await start(source, hostJson);
  expect((await fetch(`http://127.0.0.1:${host.port}/api/put`)).status).toBe(202);
  await host.until(({ length }) => length === 2, 'both messages');
  expect(host.reports).toEqual(expect.arrayContaining([{ item: 'a' }, { item: { b: 1 } }]));
  await host.kill();
});

test('a retry policy on a queue trigger is ignored with a warning', async () => {
  const host =
    await start(`app.generic('ignored', { trigger: { type: 'queueTrigger', name: 'item', queueName: 'ignored', connection: 'AzureWebJobsStorage' } as never,
    retry: { strategy: 'fixedDelay', delayInterval: 0, maxRetryCount: 2 }, handler: async () => {} } as never)`);
  expect(host.logs.map(({ message }) => message)).toContain(
    'The retry policy of ignored is ignored: queueTrigger has none in Azure',
  );
  await host.kill();
});

test('the queue may appear later, and the host is not idle before a listener has looked', async () => {
  const host = await start(`app.storageQueue('later', { queueName: 'later', connection: 'AzureWebJobsStorage',
    handler: async (item) => report({ item }) })`);
  while (!(await host.call('idle')));
  await newQueue('later', base64('here'));
  expect(await host.call('idle')).toBe(false);
  await host.until(({ length }) => length === 1, 'the message');
  await host.kill();
});

test('a drain through the admin endpoint stops the listeners until a resume', async () => {
  await newQueue('drained');
  const host = await start(`app.storageQueue('drained', { queueName: 'drained', connection: 'AzureWebJobsStorage',
    handler: async (item) => report({ item }) })`);
  while (!(await host.call('idle')));
  const post = (path: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${host.port}/admin/host/${path}`, { method: 'POST' });
  const state = async (): Promise<string> =>
    ((await (await fetch(`http://127.0.0.1:${host.port}/admin/host/drain/status`)).json()) as { state: string }).state;
  expect((await post('drain')).status).toBe(202);
  while ((await state()) !== 'Completed');
  await newQueue('drained', base64('held'));
  expect(await host.call('idle')).toBe(false);
  expect(host.reports).toEqual([]);
  await post('resume');
  await host.until(({ length }) => length === 1, 'the message');
  expect(await state()).toBe('Disabled');
  await host.kill();
});
