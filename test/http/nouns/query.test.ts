import { randomUUID } from 'node:crypto';
import { packPages } from '../../../shared/core/ingest/pages';
import { positionOf } from '../../../shared/model/eventPage';
import { openApi, type Api } from '../support/api';
import {
  account,
  group,
  machine,
  otherSubscription,
  otherSubscriptionId,
  subscription,
  subscriptionId,
} from '../support/samples';

let api: Api & { close(): void };
const path = '/api/v1/workspaces/main/query';

beforeAll(async () => {
  api = await openApi();
  const { ports } = api.memory;
  const time = new Date(ports.now().getTime() - 60_000).toISOString();
  const other = `${otherSubscription}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v`;
  const events = ['', machine, account, other, machine.toUpperCase()].map((resourceId, at) => ({
    position: positionOf(at, 0),
    records: 1,
    event: {
      id: `e${at}`,
      source: 'auditd',
      time,
      timeOrigin: 'record' as const,
      resourceId,
      logSource: {},
      entities: [],
      fields: { n: at },
    },
  }));
  const key = { workspaceId: 'main', hour: '2026-11-21T08', hubPartition: '0' };
  await ports.pages.append(await packPages(key, events));
});
afterAll(() => api.close());

const ask = (token: string | undefined, body: unknown, at = path) => api.call('POST', at, { token, body });
const idsOf = async (token: string): Promise<unknown[]> => {
  const { json } = await ask(token, { query: 'Events | project EventId' });
  return (json['rows'] as unknown[][]).map(([id]) => id);
};

test('whoever reads all subscriptions of the workspace finds every event', async () => {
  expect(await idsOf(await api.tokenOf('Reader', '/'))).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
  const oid = randomUUID();
  api.assign(oid, 'Security Reader', subscription);
  api.assign(oid, 'Reader', otherSubscription);
  expect(await idsOf(await api.issuer.issueToken({ oid }))).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
});

test.each([
  [`/subscriptions/${subscriptionId}`, ['e1', 'e2', 'e4']],
  [`/subscriptions/${otherSubscriptionId}`, ['e3']],
  [group, ['e1', 'e4']],
  [machine, ['e1', 'e4']],
])('a reader of %s finds the events of resources there', async (scope, expected) => {
  expect(await idsOf(await api.tokenOf('Reader', scope))).toEqual(expected);
  const { json } = await ask(await api.tokenOf('Reader', scope), { query: 'Events | count' });
  expect(json['rows']).toEqual([[expected.length]]);
});

test('nobody gets in without a token or a role', async () => {
  expect((await ask(undefined, { query: 'Events' })).status).toBe(401);
  const stranger = await ask(await api.issuer.issueToken({ oid: randomUUID() }), { query: 'Events' });
  expect(stranger).toMatchObject({ status: 403, json: { code: 'AuthorizationFailed' } });
});

test('another workspace is not found', async () => {
  const token = await api.tokenOf('Reader', '/');
  expect((await ask(token, { query: 'Events' }, '/api/v1/workspaces/other/query')).status).toBe(404);
});

test('a fault of the query is a problem that names its place', async () => {
  const reply = await ask(await api.tokenOf('Reader', '/'), { query: 'Events\n| where n = 1' });
  expect(reply.status).toBe(400);
  expect(reply.headers['content-type']).toContain('application/problem+json');
  expect(reply.json).toMatchObject({
    code: 'QueryInvalid',
    detail: expect.stringMatching(/^Line 2, column 11: .* to compare, write "=="\.$/),
  });
});

test.each([
  [{}, 'query'],
  [{ query: 'Events', top: 0 }, 'top'],
  [{ query: 'Events', top: 10_001 }, 'top'],
  [{ query: 'Events', from: 'yesterday' }, 'from'],
  [{ query: 'Events', timespan: 'P1D' }, 'timespan'],
  [{ query: 'x'.repeat(10_001) }, 'query'],
])('the request %j is refused by name', async (body, name) => {
  const reply = await ask(await api.tokenOf('Reader', '/'), body);
  expect(reply.status).toBe(400);
  expect(reply.json['detail']).toContain(name);
});

test('an answer goes on with its continuation, for the same caller and query only', async () => {
  const token = await api.tokenOf('Reader', '/');
  const query = 'Events | project n';
  const first = await ask(token, { query, top: 3 });
  expect(first.json['rows']).toEqual([[0], [1], [2]]);
  const { continuation } = first.json;
  const second = await ask(token, { query, top: 3, continuation });
  expect(second.json['rows']).toEqual([[3], [4]]);
  expect(second.json['continuation']).toBeUndefined();
  for (const [as, body] of [
    [token, { query: 'Events', continuation }],
    [token, { query, from: '2026-01-01T00:00:00Z', continuation }],
    [await api.tokenOf('Reader', subscription), { query, continuation }],
    [token, { query, continuation: `x${String(continuation)}` }],
  ] as const) {
    expect(await ask(as, body)).toMatchObject({ status: 400, json: { code: 'InvalidContinuation' } });
  }
});

test('the answer tells types, times and what it cost', async () => {
  const { json } = await ask(await api.tokenOf('Reader', '/'), { query: 'Events | summarize n = count() by Source' });
  expect(json).toMatchObject({
    columns: [
      { name: 'Source', type: 'string' },
      { name: 'n', type: 'real' },
    ],
    limits: [],
    warnings: [],
    statistics: { pagesRead: 1, eventsScanned: 5, requestUnits: 2.5 },
  });
});
