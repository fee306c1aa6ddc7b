import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient, PartitionKeyKind } from '@azure/cosmos';
import { startCosmos } from '../../../local/cosmos/startCosmos';
import { ensureCertificates } from '../../../local/start/certificates';
import { accountKey, cosmosUnderTest, hashed, hierarchical } from './cosmosUnderTest';

const made: string[] = [];
const temporary = () => {
  made.push(mkdtempSync(join(tmpdir(), 'cosmos-')));
  return made.at(-1) ?? '';
};
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const start = (more: Partial<Parameters<typeof startCosmos>[0]>) =>
  startCosmos({ folder: temporary(), port: 0, key: accountKey, databases: [], durable: false, ...more });

test('a container keeps its data over a restart and takes a new ttl and indexing policy', async () => {
  const folder = temporary();
  const first = await cosmosUnderTest([hashed('c', '/pk')], { folder });
  await first.container('c').items.create({ id: 'a', pk: 'w' });
  const { resource: before } = await first.container('c').read();
  await first.stop();
  const indexingPolicy = { includedPaths: [{ path: '/pk/?' }], excludedPaths: [{ path: '/*' }] };
  const second = await cosmosUnderTest([hashed('c', '/pk', { defaultTtl: 60, indexingPolicy })], { folder });
  const { resource: now } = await second.container('c').read();
  const { resource: item } = await second.container('c').item('a', 'w').read();
  await second.stop();
  expect(item).toMatchObject({ id: 'a' });
  expect(now).toMatchObject({ _rid: before?._rid, defaultTtl: 60, indexingPolicy });
});

test('a definition with another partition key is refused and says what is there', async () => {
  const folder = temporary();
  const first = await cosmosUnderTest([hashed('c', '/pk')], { folder });
  await first.stop();
  await expect(cosmosUnderTest([hierarchical('c', ['/a', '/b'])], { folder })).rejects.toThrow(
    /partitionKey of container c cannot be changed.*\/pk/,
  );
});

test('a port in use is named with its purpose', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as AddressInfo;
  await expect(start({ port })).rejects.toThrow(`Cosmos endpoint: port ${port} is already in use`);
  await new Promise((resolve) => blocker.close(resolve));
});

test('databases and containers are made, listed, changed and deleted through the SDK', async () => {
  const cosmos = await cosmosUnderTest([]);
  const { database } = await cosmos.client.databases.createIfNotExists({ id: 'more' });
  const partitionKey = { paths: ['/pk'], kind: PartitionKeyKind.Hash, version: 2 };
  const definition = { id: 'c', partitionKey, defaultTtl: -1, maxThroughput: 2000 };
  const { container } = await database.containers.createIfNotExists(definition);
  await container.items.create({ id: 'a', pk: 'w' });
  expect((await cosmos.client.databases.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(['test', 'more']);
  expect(
    (await database.containers.query({ query: "SELECT VALUE c.id FROM c WHERE c.id = 'c'" }).fetchAll()).resources,
  ).toEqual(['c']);
  expect((await container.readOffer()).resource?.content).toEqual({
    offerThroughput: 2000,
    offerAutopilotSettings: { maxThroughput: 2000 },
  });
  await expect(
    container.replace({ ...definition, partitionKey: { ...partitionKey, paths: ['/x'] } }),
  ).rejects.toMatchObject({ code: 400 });
  await container.delete();
  await expect(container.items.create({ id: 'a', pk: 'w' })).rejects.toMatchObject({ code: 404 });
  const again = await database.containers.create(definition);
  expect((await again.container.items.readAll().fetchAll()).resources).toEqual([]);
  await database.delete();
  expect((await cosmos.client.databases.readAll().fetchAll()).resources).toHaveLength(1);
  await cosmos.stop();
});

test('a wrong key is refused with 401', async () => {
  const cosmos = await cosmosUnderTest([hashed('c', '/pk')]);
  const intruder = new CosmosClient({
    endpoint: cosmos.endpoint.endpoint,
    key: Buffer.from('guess').toString('base64'),
  });
  await expect(intruder.database('test').read()).rejects.toMatchObject({ code: 401 });
  intruder.dispose();
  await cosmos.stop();
});

test('an Entra token passes if the verifier says so', async () => {
  const cosmos = await cosmosUnderTest([hashed('c', '/pk')], { verifyToken: async (token) => token === 'good' });
  const read = async (token: string) => {
    const tokenProvider = async () => `type=aad&ver=1.0&sig=${token}`;
    const client = new CosmosClient({ endpoint: cosmos.endpoint.endpoint, tokenProvider });
    return client
      .database('test')
      .read()
      .finally(() => client.dispose());
  };
  expect((await read('good')).statusCode).toBe(200);
  await expect(read('bad')).rejects.toMatchObject({ code: 401 });
  await cosmos.stop();
});

test('the TLS port serves the same data to a client that trusts its certificate', async () => {
  const { caPath, key, cert } = await ensureCertificates(temporary());
  const cosmos = await cosmosUnderTest([hashed('c', '/pk')], { tls: { port: 0, key, cert } });
  await cosmos.container('c').items.create({ id: 'a', pk: 'w' });
  const endpoint = `https://127.0.0.1:${cosmos.endpoint.tlsPort}`;
  const client = new CosmosClient({
    endpoint,
    key: accountKey,
    agent: new Agent({ ca: readFileSync(caPath), keepAlive: true }),
  });
  expect((await client.database('test').container('c').item('a', 'w').read()).statusCode).toBe(200);
  client.dispose();
  await cosmos.stop();
});

test('charges add up to what the answers said', async () => {
  const cosmos = await cosmosUnderTest([hashed('c', '/pk')]);
  const { items } = cosmos.container('c');
  const before = cosmos.endpoint.charges();
  const created = await items.create({ id: 'a', pk: 'w' });
  const read = await cosmos.container('c').item('a', 'w').read();
  const after = cosmos.endpoint.charges();
  await cosmos.stop();
  expect(after.writes - before.writes).toBe(1);
  expect(after.requestUnits - before.requestUnits).toBeGreaterThanOrEqual(
    created.requestCharge + read.requestCharge - 0.01,
  );
  expect(read.requestCharge).toBe(1);
});

test('a request that fails inside is answered with 500 and logged without its body', async () => {
  const lines: string[] = [];
  const cosmos = await cosmosUnderTest([], {
    verifyToken: async () => Promise.reject(new Error('directory down')),
    log: (line) => lines.push(line),
  });
  const answer = await fetch(`${cosmos.endpoint.endpoint}/dbs`, {
    headers: { authorization: encodeURIComponent('type=aad&ver=1.0&sig=secret-token') },
  });
  await cosmos.stop();
  expect([answer.status, await answer.json()]).toEqual([500, expect.objectContaining({ code: 'InternalServerError' })]);
  expect(lines.join()).toContain('directory down');
  expect(lines.join()).not.toContain('secret-token');
});

test.each(['', 'type=master&ver=1.0&sig=', '%', 'type=master%26ver%3D1.0%26sig%3Dx'])(
  'the authorization %p is refused with a JSON body',
  async (authorization) => {
    const endpoint = await start({});
    const answer = await fetch(`${endpoint.endpoint}/dbs`, { headers: authorization === '' ? {} : { authorization } });
    await endpoint.stop();
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'Unauthorized' })]);
  },
);
