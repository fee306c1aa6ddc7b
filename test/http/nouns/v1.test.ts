import { z } from 'zod';
import { noun as health } from '../../../shared/http/nouns/health';
import { noun as inventory } from '../../../shared/http/nouns/inventory';
import { noun as scoreChanges } from '../../../shared/http/nouns/scoreChanges';
import { openApi, type Api } from '../support/api';
import {
  account,
  apiNow,
  group,
  judgementDocument,
  machine,
  otherGroup,
  resourceDocument,
  scoreChangeDocument,
  scoreDocument,
  subscription,
} from '../support/samples';

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi();
  token = await api.tokenOf('Reader', subscription);
  const facts = resourceDocument(`${machine}/providers/Skywarden/machineFacts/default`);
  await api.store(resourceDocument(machine), facts, resourceDocument(account), {
    ...resourceDocument(`${group}/providers/Microsoft.Web/sites/gone`),
    deleted: true,
  });
  await api.store(
    scoreDocument,
    scoreChangeDocument,
    judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy', 'storage/minimumTls': 'Unknown' }),
  );
});
afterAll(() => api.close());

const base = `/api/v1${subscription}`;
const get = (path: string, as = token) => api.call('GET', path, { token: as });

test('the inventory counts the verdicts of each resource and says when it was seen', async () => {
  const { json } = await get(`${base}/inventory`);
  expect(json.value).toHaveLength(2);
  expect(json.value[1]).toMatchObject({
    id: account,
    resourceGroup: 'data',
    observedAt: apiNow,
    recommendations: { healthy: 0, unhealthy: 1, notApplicable: 0, unknown: 1 },
  });
});

test('the inventory can be asked for one type', async () => {
  const { json } = await get(`${base}/inventory?type=Microsoft.Compute/virtualMachines`);
  expect(json.value).toMatchObject([{ id: machine }]);
});

test.each([`${base}/inventory${account}`, `${base}/inventory/${encodeURIComponent(account)}`])(
  'one resource is found at %s, with its verdicts',
  async (path) => {
    const { status, json } = await get(path);
    expect(status).toBe(200);
    expect(json).toMatchObject({ id: account, properties: { size: 'small' } });
    expect(json['verdicts']).toContainEqual(
      expect.objectContaining({
        displayName: 'Name of storage/secureTransfer',
        code: 'Unhealthy',
        remediation: 'Switch it on.',
      }),
    );
  },
);

test('a resource outside of the caller’s resource group is not found', async () => {
  const own = await api.tokenOf('Reader', otherGroup);
  expect((await get(`${base}/inventory${machine}`, own)).status).toBe(404);
  expect((await get(`${base}/inventory`, own)).json.value).toMatchObject([{ id: account }]);
});

test('score changes tell before, after, the controls that moved and what moved them', async () => {
  const { json } = await get(`${base}/scoreChanges`);
  const { reasons, ...change } = scoreChangeDocument.change;
  const explanation = `'st1' went from Healthy to Unhealthy ('Name of storage/secureTransfer'), which moved the score by -0.666667.`;
  expect(json.value).toEqual([
    { ...change, reasons: [{ ...reasons[0], displayName: 'Name of storage/secureTransfer', explanation }] },
  ]);
});

test('what is served is what the schemas say', async () => {
  const served: [string, z.ZodType][] = [
    [`${base}/inventory`, z.array(inventory.routes[0]!.response!)],
    [`${base}/inventory${account}`, inventory.routes[2]!.response!],
    [`${base}/scoreChanges`, z.array(scoreChanges.routes[0]!.response!)],
    ['/api/v1/health', health.routes[0]!.response!],
    ['/api/v1/health/details', health.routes[1]!.response!],
  ];
  for (const [path, schema] of served) {
    const { json } = await get(path);
    const body: unknown = json.value ?? json;
    expect(schema.parse(body)).toEqual(body);
  }
});

test('liveness holds no data and needs no token; details need a role', async () => {
  expect((await api.call('GET', '/api/v1/health')).json).toEqual({ status: 'ok' });
  expect((await api.call('GET', '/api/v1/health/details')).status).toBe(401);
  const nobody = await api.issuer.issueToken({ oid: '00000000-0000-0000-0000-00000000dead' });
  expect((await get('/api/v1/health/details', nobody)).status).toBe(403);
});

test('a store that fails makes the details degraded', async () => {
  const own = await openApi();
  const reader = await own.tokenOf('Reader', subscription);
  own.deps.ports.findings.score = () => Promise.reject(new Error('down'));
  const { json } = await own.call('GET', '/api/v1/health/details', { token: reader });
  expect(json).toMatchObject({ status: 'degraded', subscriptions: [{ store: 'failed' }] });
  own.close();
});

test('the OpenAPI document names every path of /api/v1 once, each with its answer', async () => {
  const { json } = await api.call('GET', '/api/v1/openapi.json');
  expect(json).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://sky.example.com' }] });
  const paths = json['paths'] as Record<
    string,
    { get: { operationId: string; security: unknown[]; responses: object } }
  >;
  expect(Object.keys(paths)).toContain('/api/v1/subscriptions/{subscriptionId}/inventory/{resourceId}');
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const operation of operations) expect(operation.responses).toHaveProperty('200');
  expect(paths['/api/v1/health']!.get.security).toEqual([]);
});

test('the OpenAPI document says of every list that it holds rows, not lists of rows', async () => {
  const { json } = await api.call('GET', '/api/v1/openapi.json');
  const text = JSON.stringify(json['paths']);
  expect(text).toContain('"nextLink":');
  const nested = /"value":\{"type":"array","items":\{"type":"object","properties":\{"value":\{"type":"array"/;
  expect(nested.test(text)).toBe(false);
});
