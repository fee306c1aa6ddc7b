import { type Api, openApi, type Reply } from '../support/api';
import { recommendations, subscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;

const ofSubscription = `/api/v1${subscription}/recommendationSettings`;
const ofRoot = '/api/v1/managementGroups/root/recommendationSettings';
const key = recommendations[0]!.key;
const put = (path: string, settings: object, headers = {}): Promise<Reply> =>
  api.call('PUT', path, { token: admin, body: { recommendations: settings }, headers });

beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', '/providers/Microsoft.Management/managementGroups/root');
});
afterEach(() => api.close());

test('the nearest scope that says something decides', async () => {
  expect((await put(ofRoot, { [key]: { state: 'Off' } })).status).toBe(200);
  const inherited = await api.call('GET', ofSubscription, { token: admin });
  expect(inherited.json).toMatchObject({
    recommendations: {},
    effective: { [key]: { state: 'Off', scope: '/providers/microsoft.management/managementgroups/root' } },
  });
  const own = await put(ofSubscription, { [key]: { state: 'On' } });
  expect(own.json).toMatchObject({ effective: { [key]: { state: 'On', scope: subscription } } });
});

test('a recommendation is named by its assessment key, too', async () => {
  const saved = await put(ofSubscription, { [recommendations[0]!.assessmentKey]: { state: 'Off' } });
  expect(saved.json).toMatchObject({ recommendations: { [key]: { state: 'Off' } } });
});

test('one that does not exist is refused', async () => {
  expect((await put(ofSubscription, { 'none/such': { state: 'Off' } })).json).toMatchObject({
    code: 'UnknownRecommendation',
  });
});

test('a stale version is refused, and what was changed is audited', async () => {
  const { headers } = await put(ofSubscription, {});
  await put(ofSubscription, { [key]: { state: 'Off' } });
  expect((await put(ofSubscription, {}, { 'if-match': headers['etag']! })).status).toBe(412);
  const { json } = await api.call('GET', `/api/v1${subscription}/auditEntries`, { token: admin });
  expect(json.value.map(({ after }) => after)).toContainEqual({ recommendations: { [key]: { state: 'Off' } } });
});

test('who has no role at the scope neither reads nor writes', async () => {
  const token = await api.tokenOf('Owner', subscription);
  expect((await api.call('GET', ofRoot, { token })).status).toBe(403);
  expect((await api.call('PUT', ofRoot, { token, body: { recommendations: {} } })).status).toBe(403);
  const contributor = await api.tokenOf('Contributor', subscription);
  expect((await api.call('PUT', ofSubscription, { token: contributor, body: { recommendations: {} } })).status).toBe(
    403,
  );
});
