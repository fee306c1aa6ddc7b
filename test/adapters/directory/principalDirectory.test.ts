import { principalDirectory } from '../../../shared/adapters/directory/principalDirectory';
import type { PrincipalDirectory } from '../../../shared/flows/ports/inventory';
import { type AzureApi, startAzureApi } from '../../doubles/azure/azureApi';

let api: AzureApi;
let directory: PrincipalDirectory;

beforeAll(async () => {
  api = await startAzureApi();
  directory = principalDirectory(
    { GRAPH_ENDPOINT: api.endpoint, blobs: { connectionString: '' } },
    {
      credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
      tlsOptions: { ca: api.ca },
    },
  );
});
afterAll(() => api.close());
beforeEach(() => {
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

test('a user without a record of methods is not known to have one or none', async () => {
  api.resources.set('/v1.0/reports/authenticationmethods/userregistrationdetails/a', {
    id: 'a',
    isMfaRegistered: false,
  });
  expect(await directory.isMfaRegistered('a')).toBe(false);
  expect(await directory.isMfaRegistered('b')).toBeUndefined();
});

test('403 is a refusal and 429 a pause', async () => {
  api.faults.push({ status: 403 }, { status: 429, headers: { 'retry-after': '20' } });
  await expect(directory.groups(['g'])).rejects.toMatchObject({ name: 'Rejected', code: 'Forbidden' });
  await expect(directory.groups(['g'])).rejects.toMatchObject({ name: 'Throttled', retryAfterSeconds: 20 });
});
