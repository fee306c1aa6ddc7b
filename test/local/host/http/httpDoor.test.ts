import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type HostProcess, killHostProcesses, startHostProcess, writeApp } from '../hostProcess';

jest.setTimeout(40_000);
afterAll(killHostProcesses);

const source = `
  app.http('echo', { methods: ['POST', 'PUT'], handler: async (request: any) => ({ body: Buffer.from(await request.arrayBuffer()), headers: { 'x-seen': request.method } }) });
  app.http('params', { route: 'items/{id:int}/{*rest}', handler: async (request: any) => ({ jsonBody: { params: request.params, query: [...request.query], url: request.url } }) });
  app.http('who', { handler: async (request: any) => ({ jsonBody: { user: request.user, names: [...request.headers.keys()] } }) });
  app.http('nothing', { handler: async () => undefined });
  app.http('fails', { handler: async () => { throw new Error('secret reason'); } });
  app.http('cookies', { handler: async () => ({ status: 201, cookies: [{ name: 'a', value: 'b c', httpOnly: true, secure: true, sameSite: 'Strict', path: '/', maxAge: 60 }, { name: 'd', value: 'e' }] }) });
  app.http('twice', { methods: ['GET', 'HEAD'], handler: async () => ({ body: 'hello' }) });
  app.http('trace', { handler: async (_request, context) => ({ body: context.traceContext!.traceParent }) });
  app.http('off', { handler: async () => ({ body: 'on' }) });
  app.storageQueue('queued', { queueName: 'q', connection: 'NONE', handler: async (item) => report({ item }) });`;

const modes = { buffered: source, streamed: `app.setup({ enableHttpStream: true }); ${source}` };

describe.each(Object.entries(modes))('an app with %s http', (mode, text) => {
  let host: HostProcess;
  let base: string;
  beforeAll(async () => {
    const settings = { 'AzureWebJobs.off.Disabled': 'true', NONE: 'UseDevelopmentStorage=true' };
    const folder = writeApp(text, { extensions: { http: { customHeaders: { 'X-Frame-Options': 'DENY' } } } });
    host = await startHostProcess(folder, { settings, http: { port: 0, maxBodySize: 200_000 } });
    base = `http://127.0.0.1:${host.port}`;
  });
  afterAll(() => host.kill());

  test('a binary body goes in and out unchanged', async () => {
    const body = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
    const response = await fetch(`${base}/api/echo`, { method: 'PUT', body });
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
    expect([response.status, response.headers.get('x-seen')]).toEqual([200, 'PUT']);
  });

  test('a chunked body arrives too', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const request = httpRequest(`${base}/api/echo`, { method: 'POST' }, (response) => {
        let all = '';
        response.on('data', (chunk: Buffer) => (all += chunk.toString())).on('end', () => resolve(all));
      });
      request.on('error', reject);
      request.write('one ');
      setTimeout(() => request.end('two'), 30);
    });
    expect(text).toBe('one two');
  });

  test('a body above the limit is refused', async () => {
    const body = Buffer.alloc(200_001);
    const status = await fetch(`${base}/api/echo`, { method: 'POST', body }).then(
      ({ status }) => status,
      () => 413,
    );
    expect(status).toBe(413);
  });

  test('route parameters, query and url reach the handler', async () => {
    const response = await fetch(`${base}/api/items/7/a/b%20c?x=1&y=%C3%A4`);
    expect(await response.json()).toEqual({
      params: { id: '7', rest: 'a/b c' },
      query: [
        ['x', '1'],
        ['y', 'ä'],
      ],
      url: `${base}/api/items/7/a/b%20c?x=1&y=%C3%A4`,
    });
  });

  test.each([
    ['a wrong method', 'DELETE', '/api/echo'],
    ['a failed constraint', 'GET', '/api/items/x/y'],
    ['an unknown path', 'GET', '/api/none'],
    ['a disabled function', 'GET', '/api/off'],
  ])('%s is 404', async (_, method, path) => {
    expect((await fetch(base + path, { method })).status).toBe(404);
  });

  test('a handler that returns nothing gives 204', async () => {
    const response = await fetch(`${base}/api/nothing`);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('a handler that throws gives 500 without a word of the reason', async () => {
    const response = await fetch(`${base}/api/fails`);
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(host.logs.some(({ level, message }) => level === 'error' && message.includes('secret reason'))).toBe(true);
  });

  test('a client cannot say who it is', async () => {
    const headers = { 'x-ms-client-principal': 'e30=', 'X-MS-CLIENT-PRINCIPAL-ID': 'admin', 'x-other': '1' };
    const { user, names } = (await (await fetch(`${base}/api/who`, { headers })).json()) as {
      user: unknown;
      names: string[];
    };
    expect(user).toBeNull();
    expect(names).toContain('x-other');
    expect(names.filter((name) => name.startsWith('x-ms-client-principal'))).toEqual([]);
  });

  test('cookies are written with their attributes', async () => {
    const response = await fetch(`${base}/api/cookies`);
    expect(response.status).toBe(201);
    const [first = '', second] = response.headers.getSetCookie();
    expect(first.split('; ').sort()).toEqual([
      'HttpOnly',
      'Max-Age=60',
      'Path=/',
      'SameSite=Strict',
      'Secure',
      'a=b%20c',
    ]);
    expect(second).toBe('d=e');
  });

  test('HEAD answers without a body', async () => {
    const response = await fetch(`${base}/api/twice`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('a trace goes on and custom headers are set', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await fetch(`${base}/api/trace`, { headers: { traceparent } });
    expect([await response.text(), response.headers.get('x-frame-options')]).toEqual([traceparent, 'DENY']);
  });

  test('a request line that is no URL is refused', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(host.port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString())).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });

  test('many requests at once all get their own answer', async () => {
    const numbers = Array.from({ length: 100 }, (_, at) => at);
    const answers = await Promise.all(
      numbers.map(async (at) => (await fetch(`${base}/api/echo`, { method: 'POST', body: `${mode} ${at}` })).text()),
    );
    expect(answers).toEqual(numbers.map((at) => `${mode} ${at}`));
  });

  describe('admin endpoints', () => {
    test('ping answers anybody', async () => {
      expect((await fetch(`${base}/admin/host/ping`)).status).toBe(200);
    });

    test('the status says Running', async () => {
      expect(await (await fetch(`${base}/admin/host/status`)).json()).toMatchObject({ state: 'Running' });
    });

    test('functions are listed in the order of their names', async () => {
      const list = (await (await fetch(`${base}/admin/functions`)).json()) as { name: string; isDisabled: boolean }[];
      const names = ['cookies', 'echo', 'fails', 'nothing', 'off', 'params', 'queued', 'trace', 'twice', 'who'];
      expect(list.map(({ name }) => name)).toEqual(names);
      expect(list.find(({ isDisabled }) => isDisabled)?.name).toBe('off');
    });

    test('a function is run by hand', async () => {
      const body = JSON.stringify({ input: '{"n":1}' });
      const response = await fetch(`${base}/admin/functions/queued`, { method: 'POST', body });
      expect(response.status).toBe(202);
      await host.until((reports) => reports.some(({ item }) => (item as { n: number }).n === 1), 'the run');
    });

    test('a web page of another origin gets nothing', async () => {
      const headers = { Origin: 'http://evil.example.com' };
      expect((await fetch(`${base}/admin/functions`, { headers })).status).toBe(401);
    });
  });
});

test('more requests than may be outstanding get 429', async () => {
  const slow =
    "app.http('slow', { handler: async () => { await new Promise((r) => setTimeout(r, 300)); return {}; } })";
  const limits = { extensions: { http: { maxOutstandingRequests: 2, maxConcurrentRequests: 1 } } };
  const host = await startHostProcess(writeApp(slow, limits));
  const call = async (): Promise<number> => (await fetch(`http://127.0.0.1:${host.port}/api/slow`)).status;
  const statuses = await Promise.all([call(), call(), call()]);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 429]);
  await host.kill();
});

test('routes are tried in the order of function names, and one that is never reached is refused', async () => {
  const source = `
    app.http('aById', { route: 'alerts/{id}', handler: async () => ({}) });
    app.http('zExport', { route: 'alerts/export', handler: async () => ({}) });`;
  await expect(startHostProcess(writeApp(source))).rejects.toThrow(
    /function zExport \(api\/alerts\/export\) is never reached.* aById \(api\/alerts\/\{id\}\)/,
  );
});

test('one catch-all under an empty prefix takes every path and method', async () => {
  const source =
    "app.http('api', { route: '{*path}', methods: ['GET', 'PATCH', 'OPTIONS'], handler: async (r: any) => ({ body: r.method + ' ' + (r.params.path ?? '') }) })";
  const host = await startHostProcess(writeApp(source, { extensions: { http: { routePrefix: '' } } }));
  const ask = async (method: string, path: string) =>
    (await fetch(`http://127.0.0.1:${host.port}${path}`, { method })).text();
  expect([await ask('PATCH', '/subscriptions/1/x'), await ask('GET', '/')]).toEqual([
    'PATCH subscriptions/1/x',
    'GET ',
  ]);
  await host.kill();
});
