import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type HostProcess, killHostProcesses, startHostProcess, temporaryFolder, writeApp } from './hostProcess';

jest.setTimeout(40_000);
afterAll(killHostProcesses);

describe('an app that cannot run', () => {
  test('a "main" that matches no file is named with its folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'dist/{app,other}.js' }));
    writeFileSync(join(folder, 'host.json'), JSON.stringify({ version: '2.0' }));
    await expect(startHostProcess(folder)).rejects.toThrow(/no file in .* matches "main": "dist\/\{app,other\}\.js"/);
  });

  test('an entry file that throws is named with its reason', async () => {
    const folder = writeApp("throw new Error('the settings are missing')");
    await expect(startHostProcess(folder)).rejects.toThrow(
      /entry file .*app\.js failed to load: the settings are missing/,
    );
  });

  test('an app that registers nothing is a failure', async () => {
    await expect(startHostProcess(writeApp(''))).rejects.toThrow(/registered no functions; loaded dist\/app\.js/);
  });

  test('a port in use is named', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    taken.unref();
    const { port } = taken.address() as AddressInfo;
    const folder = writeApp("app.http('a', { handler: async () => ({}) })");
    const message = `Functions host: port ${port} is already in use`;
    await expect(startHostProcess(folder, { http: { port } })).rejects.toThrow(message);
  });

  test('a setting that a binding needs and nobody set is named', async () => {
    const folder = writeApp(
      "app.storageQueue('work', { queueName: '%WORK_QUEUE%', connection: 'S', handler: async () => {} })",
    );
    await expect(startHostProcess(folder)).rejects.toThrow("function work: '%WORK_QUEUE%' does not resolve to a value");
  });

  test('a trigger that the host does not know is named', async () => {
    const folder = writeApp("app.eventGrid('grid', { handler: async () => {} })");
    await expect(startHostProcess(folder)).rejects.toThrow(
      'function grid: a trigger of type eventGridTrigger is not supported',
    );
  });
});

describe('loading', () => {
  test('a glob loads every file it matches, in order', async () => {
    const folder = writeApp('');
    const one = (name: string): string =>
      `require('@azure/functions-core').setProgrammingModel({ name: 'x', version: '1', getInvocationModel: () => ({}) });` +
      `require('@azure/functions-core').registerFunction({ name: '${name}', bindings: { t: { type: 'httpTrigger', direction: 'in' } } }, () => {});`;
    mkdirSync(join(folder, 'lib/deep'), { recursive: true });
    writeFileSync(join(folder, 'lib/b.js'), one('b'));
    writeFileSync(join(folder, 'lib/deep/a.js'), one('a'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'lib/**/*.js' }));
    const host = await startHostProcess(folder);
    expect(host.functions.map(({ name }) => name)).toEqual(['a', 'b']);
    await host.kill();
  });

  test('settings reach the app but do not replace what the environment says', async () => {
    const folder = writeApp(
      "app.http('env', { handler: async () => ({ jsonBody: [process.env.ONE, process.env.TWO] }) })",
    );
    const settings = { ONE: 'from settings', TWO: 'from settings' };
    const host = await startHostProcess(folder, { settings }, { TWO: 'from environment' });
    const response = await fetch(`http://127.0.0.1:${host.port}/api/env`);
    expect(await response.json()).toEqual(['from settings', 'from environment']);
    await host.kill();
  });
});

describe('hooks', () => {
  test('hooks run around the handler and may change what it gets and gives', async () => {
    const folder = writeApp(`
      app.hook.appStart(() => report({ hook: 'appStart' }));
      app.hook.appTerminate(() => report({ hook: 'appTerminate' }));
      app.hook.preInvocation((context) => { context.hookData.seen = 1; context.inputs = [{ name: 'changed' }]; });
      app.hook.postInvocation((context) => { context.result = { jsonBody: [context.hookData.seen, context.result] }; });
      app.http('hooked', { handler: async (request: any) => ({ body: request.name }) });`);
    const host = await startHostProcess(folder);
    const response = await fetch(`http://127.0.0.1:${host.port}/api/hooked`);
    expect(await response.json()).toEqual([1, { body: 'changed' }]);
    await host.call('stop');
    await host.exited;
    expect(host.reports).toEqual([{ hook: 'appStart' }, { hook: 'appTerminate' }]);
  });

  test('a log hook changes level and message', async () => {
    const folder = writeApp(`
      app.hook.log((context) => { if (context.category === 'user') { context.level = 'error'; context.message = 'loud ' + context.message; } });
      app.http('logs', { handler: async (_request, context) => { context.log('hello'); return {}; } });`);
    const host = await startHostProcess(folder);
    await fetch(`http://127.0.0.1:${host.port}/api/logs`);
    const entry = host.logs.find(({ message }) => message === 'loud hello');
    expect(entry).toMatchObject({ level: 'error', category: 'Function.logs.User', functionName: 'logs' });
    await host.kill();
  });
});

describe('stopping', () => {
  let host: HostProcess;
  beforeEach(async () => {
    const folder = writeApp(`
      app.http('slow', { handler: async () => { report({ began: true }); await new Promise((r) => setTimeout(r, 400)); return { body: 'done' }; } });
      app.http('stuck', { handler: async () => { report({ began: true }); await new Promise(() => {}); } });`);
    host = await startHostProcess(folder);
  });
  afterEach(() => host.kill());

  test('a running request is answered before the host ends', async () => {
    const answer = fetch(`http://127.0.0.1:${host.port}/api/slow`).then((response) => response.text());
    await host.until((reports) => reports.length === 1, 'the start of the handler');
    await host.call('stop');
    expect(await answer).toBe('done');
  });

  test('a handler that never ends does not hold the stop beyond its deadline', async () => {
    const answer = fetch(`http://127.0.0.1:${host.port}/api/stuck`).catch(() => 'cut off');
    await host.until((reports) => reports.length === 1, 'the start of the handler');
    await host.call('stop', 300);
    expect(await answer).toBe('cut off');
    expect(
      host.logs.some(({ message }) => /1 functions still ran when the deadline of 300 ms passed/.test(message)),
    ).toBe(true);
  });
});

test('functionTimeout fails an attempt that takes too long', async () => {
  const source = "app.http('long', { handler: async () => { await new Promise(() => {}); } })";
  const host = await startHostProcess(writeApp(source, { functionTimeout: '00:00:01' }));
  const response = await fetch(`http://127.0.0.1:${host.port}/api/long`);
  expect(response.status).toBe(500);
  const { long } = await host.call<Record<string, object>>('counters');
  expect(long).toMatchObject({
    invocations: 1,
    failures: 1,
    running: 0,
    lastError: expect.stringMatching(/Timeout value of 1000 ms/),
  });
  await host.kill();
});
