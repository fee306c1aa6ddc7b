import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CosmosClient } from '@azure/cosmos';
import { build } from 'esbuild';
import { accountKey, hashed } from './cosmosUnderTest';

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'cosmos-killed-'));
const program = join(folder, 'endpoint.cjs');

beforeAll(async () => {
  await build({
    stdin: {
      contents: `import { startCosmos } from './local/cosmos/startCosmos';
        void startCosmos(JSON.parse(process.argv[2] ?? '{}')).then(({ connectionString }) => process.send?.(connectionString));`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['lmdb'],
    outfile: program,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function launch(): Promise<{ child: ChildProcess; client: CosmosClient }> {
  const databases = [{ id: 'test', containers: [hashed('c', '/pk')] }];
  const options = { folder: join(folder, 'data'), port: 0, key: accountKey, databases };
  const child = fork(program, [JSON.stringify(options)], {
    env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
  });
  const [connectionString] = (await once(child, 'message')) as [string];
  return { child, client: new CosmosClient(connectionString) };
}

test('acknowledged writes survive kill -9, and a batch is there whole or not at all', async () => {
  const acknowledged: string[] = [];
  const batchSize = 10;
  let sent = 0;
  for (let round = 0; round < 4; round++) {
    const { child, client } = await launch();
    const container = client.database('test').container('c');
    let running = true;
    const writer = async () => {
      while (running) {
        const pk = `batch${sent++}`;
        const operations = Array.from({ length: batchSize }, (_, n) => ({
          operationType: 'Create' as const,
          resourceBody: { id: String(n), pk, text: 'x'.repeat(2000) },
        }));
        // A cut connection ends the writer: what it had sent counts as unanswered.
        const code = await container.items.batch(operations, pk).then(
          (answer) => answer.code,
          () => undefined,
        );
        if (code === 200) acknowledged.push(pk);
        if (code === undefined) return;
      }
    };
    const writers = Promise.all([writer(), writer(), writer()]);
    await wait(400);
    child.kill('SIGKILL');
    await once(child, 'exit');
    running = false;
    await writers;
    client.dispose();
  }

  const { child, client } = await launch();
  const counts = await client
    .database('test')
    .container('c')
    .items.query<{ pk: string; n: number }>('SELECT c.pk, COUNT(1) AS n FROM c GROUP BY c.pk', { maxItemCount: -1 })
    .fetchAll();
  client.dispose();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const stored = new Map(counts.resources.map(({ pk, n }) => [pk, n]));
  expect(acknowledged.length).toBeGreaterThan(20);
  expect(acknowledged.filter((pk) => stored.get(pk) !== batchSize)).toEqual([]);
  expect([...stored.values()].filter((n) => n !== batchSize)).toEqual([]);
}, 40_000);
