import { CosmosClient, type OperationInput } from '@azure/cosmos';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCosmos } from '../../local/cosmos/startCosmos';

/**
 * What the local Cosmos endpoint does through the unmodified SDK: endpoint in a process of its own, synced writes. Prints
 * one line per kind of call; the figures to compare with are those that docs/performance.md names.
 */
const key = Buffer.alloc(64, 1).toString('base64');
const text = (bytes: number): string => 'x'.repeat(bytes);

if (process.argv[2] === 'endpoint') void serve();
else void measure();

async function serve(): Promise<void> {
  const containers = [{ id: 'bench', partitionKey: { paths: ['/pk'], kind: 'Hash' as const, version: 2 as const } }];
  const { connectionString } = await startCosmos({
    folder: process.argv[3]!,
    port: 0,
    key,
    databases: [{ id: 'bench', containers }],
  });
  process.on('disconnect', () => process.exit(0));
  process.send!(connectionString);
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-bench-'));
  const endpoint = fork(__filename, ['endpoint', folder]);
  const connectionString = await new Promise<string>((ready) =>
    endpoint.once('message', (message) => ready(message as string)),
  );
  const container = new CosmosClient(connectionString).database('bench').container('bench');
  let next = 0;
  const item = (bytes: number, pk = 'p') => ({ id: `i${next++}`, pk, text: text(bytes) });
  const batch = (count: number, bytes: number) => async () => {
    const pk = `p${next % 8}`;
    const operations = Array.from({ length: count }, (): OperationInput => ({
      operationType: 'Create',
      resourceBody: item(bytes, pk),
    }));
    await container.items.batch(operations, pk, { contentResponseOnWriteEnabled: false });
  };

  const rows: [string, number, number, number, () => Promise<unknown>][] = [
    ['upsert 1 KB, one by one', 1, 1_000, 1, () => container.items.upsert(item(1_000))],
    ['upsert 1 KB, 8 in flight', 8, 4_000, 1, () => container.items.upsert(item(1_000))],
    ['point read 1 KB, 8 in flight', 8, 4_000, 1, () => container.item('i5', 'p').read()],
    ['batch 100 x 1 KB, 4 in flight', 4, 300, 100, batch(100, 1_000)],
    ['batch 20 x 20 KB, one by one', 1, 100, 20, batch(20, 20_000)],
    ['batch 20 x 20 KB, 4 in flight', 4, 300, 20, batch(20, 20_000)],
  ];
  for (const [name, width, calls, items, call] of rows) {
    await Promise.all(Array.from({ length: width }, call));
    const started = performance.now();
    let left = calls;
    await Promise.all(
      Array.from({ length: width }, async () => {
        while (left-- > 0) await call();
      }),
    );
    const perSecond = (calls * items * 1000) / (performance.now() - started);
    console.log(`${name.padEnd(32)} ${Math.round(perSecond).toLocaleString('en').padStart(8)} items/s`);
  }
  endpoint.disconnect();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
