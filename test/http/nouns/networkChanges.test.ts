import { openApi, type Api } from '../support/api';
import { group, networkChangeDocument, otherGroup, otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
const own = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg-1`;
const other = `${otherGroup}/providers/Microsoft.Network/routeTables/rt-1`;
const path = `/api/v1${subscription}/networkChanges`;

beforeAll(async () => {
  api = await openApi();
  await api.store(networkChangeDocument(own, 1), networkChangeDocument(other, 2), networkChangeDocument(own, 3));
  const { change: _, ...bare } = networkChangeDocument(own, 4);
  await api.store({
    ...bare,
    change: {
      id: bare.id,
      resourceId: own,
      resourceType: 'microsoft.network/networksecuritygroups',
      at: '2026-11-21T10:04:00.000Z',
      operation: 'updated',
      seenIn: 'snapshot',
      changes: [],
      weakenings: [],
      notJudged: 'Rule odd has no readable ports',
    },
  });
});
afterAll(() => api.close());

const list = async (url: string, role: 'Reader' | 'Security Reader' = 'Reader', scope = subscription) =>
  api.call('GET', url, { token: await api.tokenOf(role, scope) });
const minutes = (reply: Awaited<ReturnType<typeof list>>) =>
  reply.json.value.map(({ at }) => Number(String(at).slice(14, 16)));

test('lists changes newest first, with their diff, caller and what they weaken', async () => {
  const reply = await list(path);
  expect(minutes(reply)).toEqual([4, 3, 2, 1]);
  expect(reply.json.value[1]).toEqual({
    id: expect.stringMatching(/^networkChange-[0-9a-f]{16}-3$/),
    resourceId: own,
    resourceType: 'microsoft.network/networksecuritygroups',
    at: '2026-11-21T10:03:00.000Z',
    operation: 'updated',
    seenIn: 'activityLog',
    caller: { name: 'alice@example.com', address: '198.51.100.20', correlationId: null },
    changes: [{ path: '/properties/securityRules/ssh', before: null, after: { properties: { priority: 200 } } }],
    omitted: 0,
    isReverted: false,
    isWeakening: true,
    weakenings: [{ reason: 'OpenedToInternet', detail: 'Suspicious sign-in is next.', severity: 'High' }],
    notJudged: null,
    alert: '00000000-0000-5000-8000-000000000001',
  });
});

test('what could not be judged says why, and what is not known is null', async () => {
  const [newest] = (await list(path)).json.value;
  expect(newest).toMatchObject({
    caller: null,
    alert: null,
    isWeakening: false,
    notJudged: 'Rule odd has no readable ports',
  });
});

test('pages go on where the last one ended', async () => {
  const first = await list(`${path}?$top=3`);
  expect(minutes(first)).toEqual([4, 3, 2]);
  const token = await api.tokenOf('Reader', subscription);
  const start = await api.call('GET', `${path}?$top=3`, { token });
  const rest = await api.call('GET', String(start.json['nextLink']), { token });
  expect(rest.json.value).toHaveLength(1);
  expect(rest.json['nextLink']).toBeUndefined();
});

test('one resource, in any spelling', async () => {
  expect(minutes(await list(`${path}?resourceId=${encodeURIComponent(other.toUpperCase())}`))).toEqual([2]);
});

test('a resource group', async () => {
  expect(minutes(await list(`${path}?resourceId=${encodeURIComponent(otherGroup)}`, 'Security Reader'))).toEqual([2]);
});

test('a reader of one resource group sees its changes only, whatever is asked for', async () => {
  expect(minutes(await list(path, 'Reader', otherGroup))).toEqual([2]);
  expect(minutes(await list(`${path}?resourceId=${encodeURIComponent(own)}`, 'Reader', otherGroup))).toEqual([]);
});

test('a resource of another subscription is not found', async () => {
  const elsewhere = own.replace(subscription, otherSubscription);
  expect((await list(`${path}?resourceId=${encodeURIComponent(elsewhere)}`)).status).toBe(404);
});
