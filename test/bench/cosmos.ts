import { CosmosClient, type Container, type OperationInput } from '@azure/cosmos';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCosmos } from '../../local/cosmos/startCosmos';
import { bareCosmos } from './bareCosmos';
import { median } from './median';

/**
 * What the local Cosmos endpoint does through the unmodified SDK, beside a bare endpoint (bareCosmos) over the same store:
 * each in a process of its own, writing synced, the two by turns. Prints medians of the rounds, one line per kind of call.
 * `--rounds N`; the figures are those that docs/performance.md names.
 */
const key = Buffer.alloc(64, 1).toString('base64');
const kinds = ['bare', 'skywarden'] as const;
type Kind = (typeof kinds)[number];

if (process.argv[2] === 'endpoint') void serve(process.argv[3] as Kind, process.argv[4]!);
else void measure(Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 15);

async function serve(kind: Kind, folder: string): Promise<void> {
  const containers = [{ id: 'bench', partitionKey: { paths: ['/pk'], kind: 'Hash' as const, version: 2 as const } }];
  const { endpoint } =
    kind === 'bare'
      ? await bareCosmos(folder)
      : await startCosmos({ folder, port: 0, key, databases: [{ id: 'bench', containers }] });
  process.on('disconnect', () => process.exit(0));
  process.send!(endpoint);
}

interface Row {
  name: string;
  inFlight: number;
  calls: number;
  itemsPerCall: number;
  call: (container: Container) => Promise<unknown>;
}

let next = 0;
const item = (bytes: number, pk: string) => ({ id: `i${next++}`, pk, text: 'x'.repeat(bytes) });

async function batch(container: Container, count: number, bytes: number): Promise<void> {
  const pk = `p${next % 8}`;
  const operations = Array.from({ length: count }, (): OperationInput => ({
    operationType: 'Create',
    resourceBody: item(bytes, pk),
  }));
  const { code } = await container.items.batch(operations, pk, { contentResponseOnWriteEnabled: false });
  if (code !== 200) throw new Error(`A batch was answered ${code}.`);
}

async function read(container: Container): Promise<void> {
  const { resource } = await container.item('read', 'p').read<{ id: string }>();
  if (resource?.id !== 'read') throw new Error('A read found nothing.');
}

const upsert = (container: Container) => container.items.upsert(item(1_000, 'p'));
const rows: Row[] = [
  { name: 'upsert 1 KB', inFlight: 1, calls: 150, itemsPerCall: 1, call: upsert },
  { name: 'upsert 1 KB', inFlight: 8, calls: 600, itemsPerCall: 1, call: upsert },
  { name: 'upsert 1 KB', inFlight: 32, calls: 800, itemsPerCall: 1, call: upsert },
  { name: 'point read 1 KB', inFlight: 1, calls: 400, itemsPerCall: 1, call: read },
  { name: 'point read 1 KB', inFlight: 8, calls: 800, itemsPerCall: 1, call: read },
  { name: 'batch 100 x 1 KB', inFlight: 1, calls: 40, itemsPerCall: 100, call: (to) => batch(to, 100, 1_000) },
  { name: 'batch 100 x 1 KB', inFlight: 4, calls: 80, itemsPerCall: 100, call: (to) => batch(to, 100, 1_000) },
  { name: 'batch 20 x 20 KB', inFlight: 1, calls: 20, itemsPerCall: 20, call: (to) => batch(to, 20, 20_000) },
  { name: 'batch 20 x 20 KB', inFlight: 4, calls: 40, itemsPerCall: 20, call: (to) => batch(to, 20, 20_000) },
];

/** Items per second. */
async function rate({ inFlight, calls, itemsPerCall, call }: Row, container: Container): Promise<number> {
  const started = performance.now();
  let left = calls;
  const caller = async () => {
    while (left-- > 0) await call(container);
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  return (calls * itemsPerCall * 1000) / (performance.now() - started);
}

async function measure(rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-bench-'));
  const endpoints = await Promise.all(
    kinds.map(async (kind) => {
      const child = fork(__filename, ['endpoint', kind, join(folder, kind)]);
      const [endpoint] = (await once(child, 'message')) as [string];
      const container = new CosmosClient({ endpoint, key }).database('bench').container('bench');
      await container.items.upsert({ ...item(1_000, 'p'), id: 'read' });
      return { kind, child, container };
    }),
  );

  // Compiled code on all sides before the first row that counts.
  for (let turn = 0; turn < 5; turn++)
    for (const row of rows) for (const { container } of endpoints) await rate(row, container);

  const number = (value: number) => Math.round(value).toLocaleString('en').padStart(10);
  console.log(`${'items/s'.padEnd(32)}${kinds.map((kind) => kind.padStart(10)).join('')}     ratio`);
  for (const row of rows) {
    const rates: Record<Kind, number[]> = { bare: [], skywarden: [] };
    // By turns and in changing order: each round leaves the disk work that slows the next.
    for (let round = 0; round < rounds; round++) {
      for (const { kind, container } of round % 2 === 0 ? endpoints : endpoints.toReversed())
        rates[kind].push(await rate(row, container));
    }
    const ratio = median(rates.skywarden.map((value, round) => value / rates.bare[round]!));
    const figures = kinds.map((kind) => number(median(rates[kind]))).join('');
    console.log(`${`${row.name}, ${row.inFlight} in flight`.padEnd(32)}${figures}${ratio.toFixed(2).padStart(10)}`);
  }
  for (const { child } of endpoints) child.disconnect();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
