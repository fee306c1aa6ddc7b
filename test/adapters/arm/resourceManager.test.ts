import { resourceManager } from '../../../shared/adapters/arm/resourceManager';
import { ArmOverdue, type ResourceManager } from '../../../shared/flows/ports/resourceManager';
import { type ArmApi, startArmApi } from '../../doubles/arm/armApi';

let api: ArmApi;
let manager: ResourceManager;
const id =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Web/providers/Microsoft.Storage/storageAccounts/st1';
const patch = {
  method: 'PATCH',
  path: id,
  apiVersion: '2023-05-01',
  body: { properties: { supportsHttpsTrafficOnly: true } },
} as const;
const soon = (): Date => new Date(Date.now() + 20_000);

beforeAll(async () => {
  api = await startArmApi();
  manager = resourceManager(
    { ARM_ENDPOINT: `${api.endpoint}/`, blobs: { connectionString: '' } },
    {
      credential: {
        getToken: async (scope) => ({ token: `for ${String(scope)}`, expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      retryOptions: { maxRetries: 3, retryDelayInMs: 1, maxRetryDelayInMs: 5 },
      updateIntervalInMs: 1,
      tlsOptions: { ca: api.ca },
    },
  );
});
afterAll(() => api.close());
beforeEach(() => {
  api.requests.length = 0;
  api.faults.length = 0;
  api.operation = undefined;
  api.resources.clear();
  api.resources.set(id.toLowerCase(), { id, zones: ['1'], properties: { supportsHttpsTrafficOnly: false, other: 1 } });
});

test('a patch is sent as it is written, with a token for Resource Manager', async () => {
  await manager.write(patch, soon());
  expect(api.requests).toEqual([
    {
      method: 'PATCH',
      path: id,
      apiVersion: '2023-05-01',
      authorization: `Bearer for ${api.endpoint}/.default`,
      body: patch.body,
    },
  ]);
  expect(await manager.read(id, '2023-05-01', soon())).toEqual({
    id,
    zones: ['1'],
    properties: { supportsHttpsTrafficOnly: true, other: 1 },
  });
});

test('what is not there is undefined, and is made by PUT', async () => {
  const child = `${id}/blobServices/default`;
  expect(await manager.read(child, '2023-05-01', soon())).toBeUndefined();
  await manager.write({ method: 'PUT', path: child, apiVersion: '2023-05-01', body: { properties: { a: 1 } } }, soon());
  expect(await manager.read(child, '2023-05-01', soon())).toMatchObject({ properties: { a: 1 } });
});

test('throttling and unavailability are waited out', async () => {
  api.faults.push({ status: 429, headers: { 'retry-after': '0' } }, { status: 503 });
  await manager.write(patch, soon());
  expect(api.requests.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PATCH']);
});

test('an operation is awaited to its end', async () => {
  api.operation = { polls: 3, status: 'Succeeded' };
  await manager.write(patch, soon());
  expect(api.requests.filter(({ path }) => path.startsWith('/operations/')).length).toBeGreaterThanOrEqual(3);
});

test('a refusal has the code and the words of Resource Manager', async () => {
  api.faults.push({ status: 409, body: { error: { code: 'ScopeLocked', message: 'A lock is in the way.' } } });
  await expect(manager.write(patch, soon())).rejects.toMatchObject({
    name: 'ArmRefused',
    status: 409,
    code: 'ScopeLocked',
    message: 'A lock is in the way.',
  });
});

test('an operation that fails has its own code', async () => {
  api.operation = { polls: 1, status: 'Failed', error: { code: 'KeyVaultGone', message: 'The key is gone.' } };
  await expect(manager.write(patch, soon())).rejects.toMatchObject({ name: 'ArmRefused', code: 'KeyVaultGone' });
});

test('throttling without end is told as such', async () => {
  api.faults.push(...Array.from({ length: 4 }, () => ({ status: 429, headers: { 'retry-after': '0' } })));
  await expect(manager.write(patch, soon())).rejects.toMatchObject({ name: 'ArmRefused', status: 429 });
});

test('an operation that outlives the deadline is overdue, not refused', async () => {
  api.operation = { polls: 1_000_000, status: 'Succeeded' };
  await expect(manager.write(patch, new Date(Date.now() + 300))).rejects.toBeInstanceOf(ArmOverdue);
  await expect(manager.write(patch, new Date(0))).rejects.toBeInstanceOf(ArmOverdue);
});
