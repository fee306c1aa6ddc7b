import { earliestEventPosition, EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startEventHubs, type EventHubsEndpoint } from '../../local/eventhubs/startEventHubs';
import { ensureCertificates } from '../../local/start/certificates';
import { machineFolder, removeMachineFolders, resourceId } from './machineFolder';
import { openConnectProxy } from './door/connectProxy';
import { startWebSocketBridge } from './webSocketBridge';

const folder = mkdtempSync(join(tmpdir(), 'skywarden-agent-'));
const program = join(folder, 'agent.js');
let endpoint: EventHubsEndpoint;

beforeAll(async () => {
  await build({ entryPoints: ['agent/main.ts'], outfile: program, bundle: true, platform: 'node', target: 'node20' });
  const hubs = [{ name: 'telemetry', partitionCount: 2 }];
  endpoint = await startEventHubs({ folder: join(folder, 'hubs'), port: 0, hubs });
}, 60_000);

afterAll(async () => {
  await endpoint.stop();
  rmSync(folder, { recursive: true, force: true });
  removeMachineFolders();
});

const machine = () =>
  machineFolder({ '/etc/hostname': 'web1', '/var/log/audit/audit.log': 'type=USER_LOGIN msg=audit(1.000:1): res=1\n' });

function start(argv: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...argv], { env: { PATH: process.env.PATH, ...environment } });
  const texts: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (texts.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (texts.stderr += text.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, ...texts }));
  return { child, ended };
}

async function receive(count: number, from = endpoint): Promise<ReceivedEventData[]> {
  const consumer = new EventHubConsumerClient('$Default', from.connectionString('telemetry'));
  const found: ReceivedEventData[] = [];
  await new Promise<void>((resolve, reject) => {
    const processEvents = async (events: ReceivedEventData[]) => {
      found.push(...events);
      if (found.length >= count) resolve();
    };
    const processError = async (error: Error) => reject(error);
    consumer.subscribe({ processEvents, processError }, { startPosition: earliestEventPosition, maxBatchSize: 10 });
  });
  await consumer.close();
  return found;
}

test('records reach the hub over AMQP, with the machine as partition key', async () => {
  const argv = ['--once', '--root', machine(), '--resource-id', resourceId];
  const { code, stderr } = await start(argv, { SKYWARDEN_TELEMETRY: endpoint.connectionString() }).ended;
  expect(stderr).toBe('skywarden agent: 3 records delivered\n');
  expect(code).toBe(0);
  const events = await receive(3);
  expect(events.map(({ body }) => (body as { skywarden: string }).skywarden)).toEqual([
    'facts/1',
    'audit/1',
    'heartbeat/1',
  ]);
  for (const { properties, partitionKey } of events) {
    expect(properties).toEqual({ resourceId });
    expect(partitionKey).toBe(resourceId.toLowerCase());
  }
}, 30_000);

test('SIGTERM ends it with code 0', async () => {
  const { child, ended } = start(['--print', '--root', machine(), '--resource-id', resourceId]);
  child.stdout.once('data', () => child.kill('SIGTERM'));
  expect(await ended).toMatchObject({ code: 0, stdout: expect.stringContaining('"heartbeat/1"') as string });
}, 30_000);

test('a wrong setting ends it with code 2 and says what to give', async () => {
  const { code, stderr } = await start(['--once']).ended;
  expect(code).toBe(2);
  expect(stderr).toContain('--resource-id or SKYWARDEN_RESOURCE_ID');
}, 30_000);

test('--help prints how to use it', async () => {
  expect(await start(['--help']).ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--root DIR') as string,
  });
}, 30_000);

test.each([false, true])(
  'over WebSockets, with a key from a file; through a proxy: %s',
  async (proxied) => {
    const certificates = await ensureCertificates(join(folder, 'tls'));
    const bridge = await startWebSocketBridge(certificates, endpoint.port);
    const proxy = await openConnectProxy();
    const file = join(folder, 'connection');
    const connection = endpoint.connectionString().replace(`:${endpoint.port}`, `:${bridge.port}`);
    writeFileSync(file, connection, { mode: 0o600 });
    const before = storedEvents();
    const argv = [
      '--once',
      '--root',
      machine(),
      '--resource-id',
      resourceId,
      '--websockets',
      '--connection-file',
      file,
    ];
    const { code, stderr } = await start(argv, {
      NODE_EXTRA_CA_CERTS: certificates.caPath,
      ...(proxied && { HTTPS_PROXY: proxy.url.href }),
    }).ended;
    await bridge.stop();
    await proxy.close();
    expect(stderr).toContain('skywarden agent: 3 records delivered');
    expect(code).toBe(0);
    expect(bridge.requests).toEqual(['/$servicebus/websocket AMQPWSB10']);
    expect(proxy.asked.map(({ path }) => path)).toEqual(proxied ? [`localhost:${bridge.port}`] : []);
    expect(storedEvents() - before).toBe(3);
  },
  30_000,
);

/** Sequence numbers begin at 0. */
const storedEvents = (): number =>
  endpoint.stats().telemetry!.partitions.reduce((sum, { lastSequence }) => sum + lastSequence + 1, 0);

test('what is read while the hub is away survives kill -9 and arrives in order when the hub is back', async () => {
  const options = { folder: join(folder, 'other'), hubs: [{ name: 'telemetry', partitionCount: 1 }] };
  const first = await startEventHubs({ ...options, port: 0 });
  const environment = { SKYWARDEN_TELEMETRY: first.connectionString() };
  await first.stop();
  const root = machine();
  const log = join(root, 'var/log/audit/audit.log');
  const line = (serial: number) => `type=USER_LOGIN msg=audit(1.000:${serial}): res=1`;
  const state = join(folder, 'state.json');
  const argv = ['--root', root, '--resource-id', resourceId, '--state', state, '--audit-interval', '1'];

  const killed = start(argv, environment);
  await new Promise((resolve) => killed.child.stderr.once('data', resolve));
  appendFileSync(log, `${line(2)}\n`);
  await until(() => readdirSync(`${state}.outbox`).some((name) => textOf(join(`${state}.outbox`, name), line(2))));
  killed.child.kill('SIGKILL');
  await killed.ended;

  appendFileSync(log, `${line(3)}\n`);
  const { child, ended } = start(argv, environment);
  const second = await startEventHubs({ ...options, port: first.port });
  const linesOf = (events: ReceivedEventData[]) =>
    events.flatMap(({ body }) => (body as { body: { lines?: string[] } }).body.lines ?? []);
  const events = await receive(5, second);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0 });
  await second.stop();
  expect([...new Set(linesOf(events))]).toEqual([1, 2, 3].map(line));
}, 60_000);

const textOf = (file: string, text: string): boolean => readFileSync(file, 'utf8').includes(text);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(50);
}
