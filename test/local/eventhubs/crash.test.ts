import { earliestEventPosition, EventHubConsumerClient, EventHubProducerClient } from '@azure/event-hubs';
import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startEventHubs } from '../../../local/eventhubs/startEventHubs';
import { temporaryFolder } from './temporaryFolder';

const root = temporaryFolder();
const hubs = [{ name: 'telemetry', partitionCount: 2 }];
const retryOptions = { maxRetries: 0, timeoutInMs: 3000 };

async function bundledEndpoint(): Promise<string> {
  const outfile = join(root, 'endpoint.cjs');
  const source = JSON.stringify(join(__dirname, '../../../local/eventhubs/startEventHubs'));
  const contents = `
    import { startEventHubs } from ${source};
    startEventHubs(JSON.parse(process.argv[2])).then(({ connectionString }) => console.log(connectionString('telemetry')));`;
  await build({
    stdin: { contents, resolveDir: __dirname },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
  return outfile;
}

async function spawnEndpoint(
  program: string,
  folder: string,
): Promise<{ child: ChildProcess; connectionString: string }> {
  const child = spawn(process.execPath, [program, JSON.stringify({ folder, port: 0, hubs })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, connectionString: line.toString().trim() };
}

/** Sends until it fails; returns what was acknowledged. */
async function sendUntilItFails(
  producer: EventHubProducerClient,
  partitionId: string,
  acknowledged: string[],
): Promise<void> {
  for (let batch = 0; ; batch++) {
    const names = Array.from({ length: 20 }, (_, index) => `${partitionId}/${batch}/${index}`);
    try {
      await producer.sendBatch(
        names.map((body) => ({ body })),
        { partitionId },
      );
    } catch {
      return;
    }
    acknowledged.push(...names);
  }
}

async function readAll(connectionString: string, count: number): Promise<string[]> {
  const client = new EventHubConsumerClient('$Default', connectionString, { retryOptions });
  const bodies: string[] = [];
  await new Promise<void>((resolve, reject) => {
    client.subscribe(
      {
        processEvents: async (events) => {
          bodies.push(...events.map(({ body }) => body as string));
          if (bodies.length >= count) resolve();
        },
        processError: async (error) => reject(error),
      },
      { startPosition: earliestEventPosition, maxBatchSize: 500 },
    );
  });
  await client.close();
  return bodies;
}

/** Bundling, a second process and the producer's wait for the dead endpoint take about 4 s on a quiet machine. */
jest.setTimeout(40_000);
const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

describe('an endpoint killed while events arrive', () => {
  it('has every acknowledged event, once and in order, after the next start', async () => {
    const folder = join(root, 'hubs');
    const { child, connectionString } = await spawnEndpoint(await bundledEndpoint(), folder);
    const acknowledged: string[] = [];
    const producer = new EventHubProducerClient(connectionString, { retryOptions });
    const sends = ['0', '1'].map((partitionId) => sendUntilItFails(producer, partitionId, acknowledged));
    while (acknowledged.length < 2000) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await Promise.all(sends);
    await producer.close();

    const endpoint = await startEventHubs({ folder, port: 0, hubs });
    const stored = Object.values(endpoint.stats()).flatMap(({ partitions: all }) =>
      all.map(({ lastSequence }) => lastSequence + 1),
    );
    const read = await readAll(
      endpoint.connectionString('telemetry'),
      stored.reduce((sum, count) => sum + count, 0),
    );
    await endpoint.stop();
    const found = new Set(read);
    expect(acknowledged.filter((name) => !found.has(name))).toEqual([]);
    expect(found.size).toBe(read.length);
  });
});
