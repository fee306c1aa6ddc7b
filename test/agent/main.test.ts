import { earliestEventPosition, EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventHubs, type EventHubsEndpoint } from '../../local/eventhubs/startEventHubs';
import { machineFolder, removeMachineFolders, resourceId } from './machineFolder';

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

async function receive(count: number): Promise<ReceivedEventData[]> {
  const consumer = new EventHubConsumerClient('$Default', endpoint.connectionString('telemetry'));
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

test('SIGTERM ends it between two runs with code 0', async () => {
  const { child, ended } = start(['--print', '--root', machine(), '--resource-id', resourceId]);
  child.stderr.once('data', () => child.kill('SIGTERM'));
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
