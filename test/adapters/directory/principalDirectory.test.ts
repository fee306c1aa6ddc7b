import { principalDirectory } from '../../../shared/adapters/directory/principalDirectory';
import type { PrincipalDirectory } from '../../../shared/flows/ports/inventory';
import { type AzureApi, startAzureApi } from '../../doubles/azure/azureApi';

let api: AzureApi;
let directory: PrincipalDirectory;
const slept: number[] = [];

beforeAll(async () => {
  api = await startAzureApi();
});
afterAll(() => api.close());
beforeEach(() => {
  slept.length = 0;
  directory = principalDirectory(
    { GRAPH_ENDPOINT: api.endpoint, blobs: { connectionString: '' } },
    {
      credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
      tlsOptions: { ca: api.ca },
      sleep: async (milliseconds) => void slept.push(milliseconds),
    },
  );
  api.requests.length = 0;
  api.faults.length = 0;
  api.resources.clear();
});

test('users are asked for fifteen at a time, and what the directory does not tell stays absent', async () => {
  api.resources.set('/v1.0/users', [
    { id: 'a', displayName: 'Ada', userType: 'Guest', accountEnabled: false },
    { id: 'b', displayName: null, userType: null },
  ]);
  const ids = Array.from({ length: 16 }, (_, at) => `u${at}`);
  const found = await directory.users(ids);
  expect(found.slice(0, 2)).toEqual([
    { id: 'a', principalType: 'User', displayName: 'Ada', userType: 'Guest', accountEnabled: false },
    { id: 'b', principalType: 'User' },
  ]);
  expect(api.requests).toHaveLength(2);
  const url = new URL(api.requests[1]!.url, api.endpoint);
  expect(url.searchParams.get('$filter')).toBe("id in ('u15')");
  expect(url.searchParams.get('$select')).toBe('id,displayName,userType,accountEnabled');
});

test('users of a group come over all pages, asked for as an advanced query', async () => {
  api.resources.set('/v1.0/groups/g/transitivemembers/microsoft.graph.user', [{ id: '1' }, { id: '2' }, { id: '3' }]);
  expect((await directory.usersOf('g')).map(({ id }) => id)).toEqual(['1', '2', '3']);
  expect(api.requests[0]!.headers['consistencylevel']).toBe('eventual');
  expect(api.requests[1]!.headers['consistencylevel']).toBe('eventual');
});

const registrations = '/v1.0/reports/authenticationmethods/userregistrationdetails';

test('registered methods come as one list, which several subscriptions share', async () => {
  api.resources.set(registrations, [
    { id: 'A', isMfaRegistered: false },
    { id: 'b', isMfaRegistered: true },
    { id: 'c', isMfaRegistered: null },
  ]);
  const [first, second] = await Promise.all([directory.mfaRegistrations(), directory.mfaRegistrations()]);
  expect([...first]).toEqual([
    ['a', false],
    ['b', true],
  ]);
  expect(second).toBe(first);
  expect(await directory.mfaRegistrations()).toBe(first);
  expect(api.requests).toHaveLength(2);
});

test('a list that could not be read is asked for again', async () => {
  api.resources.set(registrations, [{ id: 'a', isMfaRegistered: true }]);
  api.faults.push({ status: 403 });
  await expect(directory.mfaRegistrations()).rejects.toMatchObject({ code: 'Forbidden' });
  expect([...(await directory.mfaRegistrations())]).toEqual([['a', true]]);
});

test('a list that is told to wait on a later page goes on there, and gives up when it would take too long', async () => {
  api.resources.set(registrations, [{ id: 'a' }, { id: 'b' }, { id: 'c', isMfaRegistered: true }]);
  api.faults.push({ status: 429, headers: { 'retry-after': '9' }, match: 'skip=2' });
  expect([...(await directory.mfaRegistrations())]).toEqual([['c', true]]);
  expect(slept).toEqual([9_000]);
  expect(api.requests).toHaveLength(3);
  api.resources.set('/v1.0/groups/g/transitivemembers/microsoft.graph.user', [{ id: '1' }, { id: '2' }, { id: '3' }]);
  api.faults.push({ status: 429, headers: { 'retry-after': '900' }, match: 'skip=2' });
  await expect(directory.usersOf('g')).rejects.toMatchObject({ name: 'Throttled', retryAfterSeconds: 900 });
});

test('a list whose next page is gone is no shorter list', async () => {
  api.resources.set('/v1.0/groups/g/transitivemembers/microsoft.graph.user', [{ id: '1' }, { id: '2' }, { id: '3' }]);
  api.faults.push({ status: 404, match: 'skip=2' });
  await expect(directory.usersOf('g')).rejects.toThrow('is gone');
});

test('403 is a refusal and 429 a pause', async () => {
  api.faults.push({ status: 403 }, { status: 429, headers: { 'retry-after': '20' } });
  await expect(directory.groups(['g'])).rejects.toMatchObject({ name: 'Rejected', code: 'Forbidden' });
  await expect(directory.groups(['g'])).rejects.toMatchObject({ name: 'Throttled', retryAfterSeconds: 20 });
});
