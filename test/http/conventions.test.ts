import { openApi, type Api } from './support/api';
import { subscription } from './support/samples';

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi();
  token = await api.tokenOf('Owner', subscription);
});
afterAll(() => api.close());

const provider = `${subscription}/providers/Microsoft.Security`;
const alerts = `${provider}/alerts?api-version=2022-01-01`;

test('an api-version is required', async () => {
  const reply = await api.call('GET', `${provider}/alerts`, { token });
  expect(reply).toMatchObject({ status: 400, json: { error: { code: 'MissingApiVersionParameter' } } });
});

test('an unsupported api-version is answered with those supported for the type', async () => {
  const reply = await api.call('GET', `${provider}/alerts?api-version=2010-01-01`, { token });
  expect(reply).toMatchObject({ status: 400, json: { error: { code: 'NoRegisteredProviderFound' } } });
  expect(reply.text).toContain('2021-01-01, 2021-11-01, 2022-01-01');
});

test('an operation of a newer api-version is not offered to an older one', async () => {
  const path = `${subscription}/resourceGroups/rg/providers/Microsoft.Security/automations/a`;
  const reply = await api.call('PATCH', `${path}?api-version=2019-01-01-preview`, { token, body: {} });
  expect(reply.status).toBe(400);
  expect(reply.text).toContain("'2023-12-01-preview'");
});

test.each([
  `${provider}/automations?api-version=2019-01-01-PREVIEW`,
  `${provider.toUpperCase()}/ALERTS?API-VERSION=2022-01-01`,
  `${subscription}/resourcegroups/rg/Providers/microsoft.security/Automations?api-version=2019-01-01-preview`,
  `${encodeURIComponent(subscription).replace('%2F', '/')}/providers/Microsoft.Security/assessments?api-version=2021-06-01`,
])('case and encoding of a path do not matter: %s', async (path) => {
  expect((await api.call('GET', path, { token })).status).toBe(200);
});

test.each([
  ['/subscriptions/my-sub/providers/Microsoft.Security/alerts?api-version=2022-01-01', 400, 'InvalidSubscriptionId'],
  ['/subscriptions/x/y/providers/Microsoft.Security/assessments?api-version=2021-06-01', 400, 'InvalidSubscriptionId'],
  [
    `${subscription}/resourceGroups/a$b/providers/Microsoft.Security/alerts?api-version=2022-01-01`,
    400,
    'InvalidResourceGroup',
  ],
  [`${provider}/nothing?api-version=2022-01-01`, 404, 'InvalidResourceType'],
  ['/nothing', 404, 'ResourceNotFound'],
  [`${provider}/%ff?api-version=2022-01-01`, 400, 'InvalidRequestUri'],
  [`${provider}/..%2f..%2fx?api-version=2022-01-01`, 400, 'InvalidRequestUri'],
])('%s is %i %s', async (path, status, code) => {
  expect(await api.call('GET', path, { token })).toMatchObject({ status, json: { error: { code } } });
});

test('an unknown path tells nothing without a token', async () => {
  expect((await api.call('GET', '/nothing')).status).toBe(401);
});

test('another method on a known path is 405 with the methods there are', async () => {
  const reply = await api.call('PUT', alerts, { token, body: {} });
  expect(reply).toMatchObject({
    status: 405,
    headers: { allow: 'GET' },
    json: { error: { code: 'MethodNotAllowed' } },
  });
});

test('a subscription nobody registered is not found, even for who may read all', async () => {
  const everywhere = await api.tokenOf('Reader', '/');
  const path = alerts.replace(/000000000001/, '000000000009');
  expect(await api.call('GET', path, { token: everywhere })).toMatchObject({
    status: 404,
    json: { error: { code: 'SubscriptionNotFound' } },
  });
});

describe('headers', () => {
  const ids = { 'x-ms-correlation-request-id': 'c0ffee', 'x-ms-client-request-id': 'abc' };

  test('every answer has a date and a request id of its own, also an error', async () => {
    const replies = [await api.call('GET', alerts, { token }), await api.call('GET', alerts)];
    expect(new Set(replies.map((reply) => reply.headers['x-ms-request-id'])).size).toBe(2);
    for (const { headers } of replies) expect(new Date(headers['date']!).getTime()).not.toBeNaN();
  });

  test('the correlation id is the one sent, and one of our own for what is no id', async () => {
    const sent = await api.call('GET', alerts, { token, headers: ids });
    const odd = await api.call('GET', alerts, { token, headers: { 'x-ms-correlation-request-id': 'a b\r\n' } });
    expect(sent.headers['x-ms-correlation-request-id']).toBe('c0ffee');
    expect(odd.headers['x-ms-correlation-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('the client request id is returned only when that is asked for', async () => {
    const silent = await api.call('GET', alerts, { token, headers: ids });
    const asked = await api.call('GET', alerts, {
      token,
      headers: { ...ids, 'x-ms-return-client-request-id': 'true' },
    });
    expect(silent.headers['x-ms-client-request-id']).toBeUndefined();
    expect(asked.headers['x-ms-client-request-id']).toBe('abc');
  });
});

describe('bodies', () => {
  const path = `${subscription}/resourceGroups/rg/providers/Microsoft.Security/automations/a?api-version=2019-01-01-preview`;
  test.each([
    ['truncated JSON', '{"properties":', 400],
    ['an empty body', '', 400],
    ['null', 'null', 400],
    ['a huge array', `[${'0,'.repeat(1000)}0]`, 400],
    ['JSON nested too deep', `${'['.repeat(40)}${']'.repeat(40)}`, 400],
    ['JSON nested so deep that parsing would hurt', '['.repeat(900_000), 400],
    ['a string full of brackets', `{"properties":"${'['.repeat(500)}"}`, 400],
    ['more than a megabyte', `"${'a'.repeat(1024 * 1024)}"`, 413],
  ])('%s is refused', async (_, body, status) => {
    const reply = await api.call('PUT', path, { token, body: Buffer.from(body) });
    expect(reply.status).toBe(status);
    expect(typeof (reply.json['error'] as { code?: unknown }).code).toBe('string');
  });

  test('bytes that are no UTF-8 are refused', async () => {
    expect((await api.call('PUT', path, { token, body: Buffer.from([0x22, 0xff, 0x22]) })).status).toBe(400);
  });

  test('another content type is 415', async () => {
    const reply = await api.call('PUT', path, { token, body: {}, headers: { 'content-type': 'text/plain' } });
    expect(reply.status).toBe(415);
  });
});

test('a failure of ours is 500 without a word about its inside, and is logged', async () => {
  const broken = await openApi();
  const reader = await broken.tokenOf('Reader', subscription);
  broken.deps.ports.findings.alerts = () => Promise.reject(new Error('AccountKey=secret'));
  const reply = await broken.call('GET', alerts, { token: reader });
  expect(reply).toMatchObject({ status: 500, json: { error: { code: 'InternalServerError' } } });
  expect(reply.text).not.toContain('secret');
  expect(
    broken.memory.log.some(
      ({ level, facts }) => level === 'warn' && facts['requestId'] === reply.headers['x-ms-request-id'],
    ),
  ).toBe(true);
  broken.close();
});

test('a role that is withdrawn ends within seconds, and one that is given begins', async () => {
  const own = await openApi();
  const reader = await own.tokenOf('Reader', subscription);
  expect((await own.call('GET', alerts, { token: reader })).status).toBe(200);
  own.assignments.length = 0;
  own.memory.clock.now = new Date(own.memory.clock.now.getTime() + 6_000);
  expect((await own.call('GET', alerts, { token: reader })).status).toBe(403);
  own.close();
});

test('errors below /api/v1 are problems of RFC 9457', async () => {
  const reply = await api.call('GET', '/api/v1/nothing', { token });
  expect(reply).toMatchObject({ status: 404, json: { title: 'Not Found', status: 404, code: 'ResourceNotFound' } });
  expect(reply.headers['content-type']).toBe('application/problem+json');
});
