import { BlobServiceClient } from '@azure/storage-blob';
import { startAzurite } from '../azuriteProcess';
import { type HostProcess, killHostProcesses, startHostProcess, writeApp } from '../hostProcess';

jest.setTimeout(40_000);

const source = `
  const blob = output.storageBlob({ path: 'made/%FOLDER%/{order.id}-{rand-guid:N}.txt', connection: 'Data' });
  const copy = output.storageBlob({ path: 'copies/{id}.bin', connection: 'Data' });
  const bad = output.storageBlob({ path: 'x/{unknown}', connection: 'Data' });
  const read = input.storageBlob({ path: 'copies/{id}.bin', connection: 'Data' });
  app.http('write', { methods: ['POST'], extraOutputs: [blob], handler: async (_request, context) => { context.extraOutputs.set(blob, 'content'); return {}; } });
  app.http('copy', { route: 'copy/{id}', extraOutputs: [copy], handler: async (_request, context) => { context.extraOutputs.set(copy, Buffer.from([0, 255, 1])); return {}; } });
  app.http('wrong', { extraOutputs: [bad], handler: async (_request, context) => { context.extraOutputs.set(bad, 'x'); return { body: 'never seen' }; } });
  app.http('read', { route: 'read/{id}', extraInputs: [read], handler: async (_request, context) => ({ jsonBody: { value: context.extraInputs.get(read) } }) });`;

let azurite: Awaited<ReturnType<typeof startAzurite>>;
let host: HostProcess;
let blobs: BlobServiceClient;
beforeAll(async () => {
  azurite = await startAzurite();
  blobs = BlobServiceClient.fromConnectionString(azurite.connectionString);
  const settings = {
    AzureWebJobsStorage: azurite.connectionString,
    AzureWebJobsData: azurite.connectionString,
    FOLDER: 'f1',
  };
  host = await startHostProcess(writeApp(source), { settings, enforceKeys: false });
});
afterAll(() => {
  killHostProcesses();
  azurite.stop();
});

const call = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${host.port}/api/${path}`, init);

test('settings and expressions of the request body make the name of a blob', async () => {
  const headers = { 'content-type': 'application/json' };
  await call('write', { method: 'POST', body: '{"Order":{"Id":17}}', headers });
  const names = [];
  for await (const { name } of blobs.getContainerClient('made').listBlobsFlat()) names.push(name);
  expect(names).toEqual([expect.stringMatching(/^f1\/17-[\da-f]{32}\.txt$/)]);
});

test('bytes are written as they are', async () => {
  await call('copy/a');
  const content = await blobs.getContainerClient('copies').getBlobClient('a.bin').downloadToBuffer();
  expect([...content]).toEqual([0, 255, 1]);
});

test('an output that cannot be written fails the invocation', async () => {
  expect((await call('wrong')).status).toBe(500);
  const { wrong } = await host.call<Record<string, object>>('counters');
  expect(wrong).toMatchObject({ failures: 1, lastError: "No value for named parameter 'unknown'." });
});

test('a missing blob input is null', async () => {
  expect(await (await call('read/none')).json()).toEqual({ value: null });
});

describe('with keys enforced', () => {
  let guarded: HostProcess;
  let keys: { masterKey: { value: string }; functionKeys: { value: string }[] };
  const ask = async (path: string, key?: string): Promise<number> =>
    (
      await fetch(`http://127.0.0.1:${guarded.port}/${path}`, {
        headers: key === undefined ? {} : { 'x-functions-key': key },
      })
    ).status;

  beforeAll(async () => {
    const text = `
      app.http('open', { handler: async () => ({}) });
      app.http('forKey', { authLevel: 'function', handler: async () => ({}) });
      app.http('forAdmin', { authLevel: 'admin', route: 'forAdmin', handler: async () => ({}) });
      app.http('off', { handler: async () => ({}) });`;
    const settings = {
      AzureWebJobsStorage: azurite.connectionString,
      AzureFunctionsWebHost__hostid: 'guarded',
      'AzureWebJobs.off.Disabled': '1',
    };
    guarded = await startHostProcess(writeApp(text), { settings, enforceKeys: true });
    const stored = blobs.getContainerClient('azure-webjobs-secrets').getBlobClient('guarded/host.json');
    keys = JSON.parse((await stored.downloadToBuffer()).toString()) as typeof keys;
  });

  test('each level takes its own key or the master key', async () => {
    const [own, master] = [keys.functionKeys[0]?.value ?? '', keys.masterKey.value];
    const statuses = async (path: string) => [
      await ask(path),
      await ask(path, 'wrong'),
      await ask(path, own),
      await ask(path, master),
    ];
    expect(await statuses('api/open')).toEqual([200, 200, 200, 200]);
    expect(await statuses('api/forKey')).toEqual([401, 401, 200, 200]);
    expect(await statuses('api/forAdmin')).toEqual([401, 401, 401, 200]);
    expect(await statuses('admin/host/status')).toEqual([401, 401, 401, 200]);
    expect(await statuses('admin/host/ping')).toEqual([200, 200, 200, 200]);
    expect(await statuses('api/off')).toEqual([404, 404, 404, 200]);
  });

  test('the key may stand in the query', async () => {
    expect(await ask(`api/forKey?code=${encodeURIComponent(keys.functionKeys[0]?.value ?? '')}`)).toBe(200);
  });
});
