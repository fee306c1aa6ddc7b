import { CosmosClient, type Container } from '@azure/cosmos';
import { startCosmos } from '../../../../local/cosmos/startCosmos';
import { type HostProcess, killHostProcesses, startHostProcess, temporaryFolder, writeApp } from '../hostProcess';

jest.setTimeout(40_000);

const names = ['feed', 'now', 'skip', 'forever', 'crash', 'shared', 'paged', 'lost', 'drain', 'sink'];
const container = (id: string) => ({ id, partitionKey: { paths: ['/pk'], kind: 'Hash', version: 2 } });
const leases = { id: 'leases', partitionKey: { paths: ['/id'], kind: 'Hash', version: 2 } };
let endpoint: Awaited<ReturnType<typeof startCosmos>>;
let client: CosmosClient;

beforeAll(async () => {
  const containers = [...names.map(container), leases] as Parameters<
    typeof startCosmos
  >[0]['databases'][number]['containers'];
  const key = Buffer.from('key of the test').toString('base64');
  endpoint = await startCosmos({
    folder: temporaryFolder(),
    port: 0,
    key,
    databases: [{ id: 'db', containers }],
    durable: false,
  });
  client = new CosmosClient(endpoint.connectionString);
});
afterAll(async () => {
  killHostProcesses();
  client.dispose();
  await endpoint.stop();
});

const items = (name: string): Container['items'] => client.database('db').container(name).items;
const put = async (name: string, ...ids: string[]): Promise<void> => {
  for (const id of ids) await items(name).upsert({ id, pk: 'p' });
};

async function start(source: string, ownerId = 'owner-1'): Promise<HostProcess> {
  return startHostProcess(writeApp(source), { settings: { COSMOS: endpoint.connectionString }, ownerId });
}

function feed(name: string, body: string, more = ''): string {
  return `app.cosmosDB('${name}', { connection: 'COSMOS', databaseName: 'db', containerName: '${name}', leaseContainerPrefix: '${name}-',
    startFromBeginning: true, feedPollDelay: 50, ${more}
    handler: async (documents: any[], context) => { const ids = documents.map(({ id }) => id); ${body} } })`;
}

interface Lease {
  id: string;
  Owner: string | null;
  ContinuationToken: string | null;
  timestamp: string;
}

async function lease(name: string): Promise<Lease | undefined> {
  const { resources } = await items('leases').readAll<Lease>().fetchAll();
  return resources.find(({ id }) => id.startsWith(`${name}-`));
}

const ids = (host: HostProcess): string[] => host.reports.flatMap((report) => report['ids'] as string[]);

test('documents written before and after the start arrive, each version once', async () => {
  await put('feed', 'a', 'b');
  const host = await start(feed('feed', 'report({ ids, first: documents[0] })'));
  await host.until(() => ids(host).length === 2, 'what was there');
  await put('feed', 'c');
  await host.until(() => ids(host).length === 3, 'the new one');
  await put('feed', 'a');
  await host.until(() => ids(host).length === 4, 'the changed one');
  expect(ids(host)).toEqual(['a', 'b', 'c', 'a']);
  expect(host.reports[0]?.['first']).toMatchObject({ id: 'a', pk: 'p', _lsn: expect.any(Number) });
  await host.kill();
});

test('without startFromBeginning only later changes count, also those made while the host is down', async () => {
  await put('now', 'before');
  const source = feed('now', 'report({ ids })').replace('startFromBeginning: true', 'startFromBeginning: false');
  const first = await start(source);
  while (!(await lease('now'))?.ContinuationToken) await new Promise((resolve) => setTimeout(resolve, 20));
  await first.call('stop');
  await put('now', 'between');
  const next = await start(source);
  await next.until(() => ids(next).length === 1, 'the change');
  expect(ids(next)).toEqual(['between']);
  await next.kill();
});

test('a batch that fails without a retry policy is skipped', async () => {
  await put('skip', 'bad');
  const host = await start(feed('skip', "report({ ids }); if (ids.includes('bad')) throw new Error('no');"));
  await host.until(() => ids(host).length === 1, 'the bad document');
  await put('skip', 'good');
  await host.until(() => ids(host).length === 2, 'the good document');
  expect(ids(host)).toEqual(['bad', 'good']);
  await host.kill();
});

test('with maxRetryCount -1 a batch is never skipped, not even by a stop', async () => {
  await put('forever', 'x');
  const retry = "retry: { strategy: 'fixedDelay', delayInterval: { seconds: 1 }, maxRetryCount: -1 },";
  const failing = await start(feed('forever', "report({ ids }); throw new Error('down');", retry));
  await failing.until(() => ids(failing).length === 2, 'two attempts');
  await failing.call('stop');
  const healthy = await start(feed('forever', 'report({ ids })', retry));
  await healthy.until(() => ids(healthy).length === 1, 'the same document');
  expect(ids(healthy)).toEqual(['x']);
  await healthy.kill();
});

test('after a crash the same owner goes on at once, from its last checkpoint', async () => {
  await put('crash', 'a');
  const first = await start(feed('crash', "report({ ids }); if (ids.includes('b')) await new Promise(() => {});"));
  await first.until(() => ids(first).length === 1, 'the first document');
  await put('crash', 'b');
  await first.until(() => ids(first).length === 2, 'the second document');
  await first.kill();
  expect((await lease('crash'))?.Owner).toBe('owner-1');

  const next = await start(feed('crash', 'report({ ids })'));
  await next.until(() => ids(next).length === 1, 'the second document again');
  expect(ids(next)).toEqual(['b']);
  await next.kill();
});

test('another owner waits for the lease and gets it when it is released', async () => {
  const source = feed('shared', 'report({ ids })', 'leaseAcquireInterval: 100,');
  const first = await start(source, 'owner-1');
  await put('shared', 'a');
  await first.until(() => ids(first).length === 1, 'the first document');
  const second = await start(source, 'owner-2');
  await put('shared', 'b');
  await first.until(() => ids(first).length === 2, 'the second document');
  expect(await second.call('idle')).toBe(false);
  await first.call('stop');
  await put('shared', 'c');
  await second.until(() => ids(second).length === 1, 'the third document');
  expect(ids(second)).toEqual(['c']);
  await second.kill();
});

test('a reader whose lease was taken stops reading', async () => {
  const source = feed('lost', 'report({ ids })', 'leaseRenewInterval: 100, leaseAcquireInterval: 100,');
  const host = await start(source);
  await put('lost', 'a');
  await host.until(() => ids(host).length === 1, 'the first document');
  const held = await lease('lost');
  const future = new Date(Date.now() + 3_600_000).toISOString();
  await items('leases').upsert({ ...held, Owner: 'somebody else', timestamp: future });
  await host.until(() => host.logs.some(({ message }) => /stops reading/.test(message)), 'the loss');
  await put('lost', 'b');
  expect(await host.call('idle')).toBe(false);
  expect(ids(host)).toEqual(['a']);
  await host.kill();
});

test('maxItemsPerInvocation bounds a batch', async () => {
  await put('paged', 'a', 'b', 'c', 'd', 'e');
  const host = await start(feed('paged', 'report({ ids })', 'maxItemsPerInvocation: 2,'));
  await host.until(() => ids(host).length === 5, 'all documents');
  expect(host.reports.map((report) => (report['ids'] as string[]).length)).toEqual([2, 2, 1]);
  while (!(await host.call('idle')));
  await host.kill();
});

test('a stop finishes the running batch, keeps its position and releases the lease', async () => {
  await put('drain', 'a');
  const host = await start(feed('drain', 'report({ ids }); await new Promise((r) => setTimeout(r, 400));'));
  await host.until(() => ids(host).length === 1, 'the batch');
  await host.call('stop');
  expect(await lease('drain')).toMatchObject({
    Owner: null,
    ContinuationToken: expect.stringContaining('Continuation'),
  });
});

test('an output upserts one document for each item, an input reads one', async () => {
  const host = await start(`
    const documents = output.cosmosDB({ connection: 'COSMOS', databaseName: 'db', containerName: 'sink' });
    const one = input.cosmosDB({ connection: 'COSMOS', databaseName: 'db', containerName: 'sink', id: '{id}', partitionKey: 'p' });
    const found = input.cosmosDB({ connection: 'COSMOS', databaseName: 'db', containerName: 'sink', sqlQuery: 'SELECT VALUE c.id FROM c WHERE c.id = {id}' });
    app.http('save', { extraOutputs: [documents], handler: async (_request, context) => { context.extraOutputs.set(documents, [{ id: '1', pk: 'p', n: 1 }, { id: '2', pk: 'p' }]); return {}; } });
    app.http('load', { route: 'load/{id}', extraInputs: [one, found], handler: async (_request, context) => ({ jsonBody: [context.extraInputs.get(one), context.extraInputs.get(found)] }) });`);
  const call = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${host.port}/api/${path}`);
  expect((await call('save')).status).toBe(200);
  expect(await (await call('load/1')).json()).toEqual([expect.objectContaining({ id: '1', n: 1 }), ['1']]);
  expect(await (await call('load/none')).json()).toEqual([null, []]);
  await host.kill();
});
