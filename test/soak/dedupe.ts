import { BlobServiceClient } from '@azure/storage-blob';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseArgs } from 'node:util';
import { startAzurite, storageConnection } from '../../local/start/azurite';
import { createStorage } from '../../local/start/storage';
import { fingerprintStore } from '../../shared/adapters/blobs/fingerprints';
import { contentId } from '../../shared/core/ingest/contentId';
import { type PartitionMemory, takeOver } from '../../shared/flows/partitionMemory';
import { freshPlace } from '../bench/place';
import { memoryPages } from '../doubles/memory/telemetry';

/**
 * What one hub partition remembers of a million events that arrive within twelve hours, and of as many more: memory, storage, and
 * whether repeats are known after a takeover. The store is Azurite; no pages are stored, so that only what was saved counts.
 */
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } });
const total = Number(values.events);
const startedAt = Date.parse('2026-11-21T00:00:00Z');
const idOf = (number: number): string => contentId('generic', { number });
const arrivalOf = (number: number): string =>
  new Date(startedAt + Math.floor((number * 12 * 3_600_000) / total)).toISOString();

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const megabytes = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
};

void run();

async function run(): Promise<void> {
  const place = await freshPlace();
  const stop = await startAzurite(join(place.data, 'azurite'), place.ports, (reason) => console.error(reason));
  const connection = storageConnection(place.ports);
  await createStorage(connection);
  const containers = (name: string) => BlobServiceClient.fromConnectionString(connection).getContainerClient(name);
  const clock = { now: new Date(startedAt) };
  const open = (): Promise<PartitionMemory> =>
    takeOver(
      { now: () => clock.now, pages: memoryPages().store, fingerprints: fingerprintStore(containers) },
      { ids: ['default'], home: 'default' },
      '0',
      clock.now.toISOString(),
    );

  const before = megabytes();
  let memory = await open();
  for (const part of [1, 2]) {
    const from = (part - 1) * total;
    const cpu = process.cpuUsage();
    for (let number = from; number < from + total; number++) memory.fingerprints.add(idOf(number), arrivalOf(number));
    const { user, system } = process.cpuUsage(cpu);
    const last = from + total - 1;
    clock.now = new Date(Date.parse(arrivalOf(last)) + 61_000);
    const savedIn = await seconds(() => memory.saveWhenDue({ position: '', enqueuedAt: arrivalOf(last) }));
    const blob = containers('dedupe').getBlobClient('fingerprints/0');
    const { contentLength = 0 } = await blob.getProperties();
    console.log(
      `${(part * total).toLocaleString('en')} events: ${memory.fingerprints.size().toLocaleString('en')} remembered, ` +
        `${(megabytes() - before).toFixed(1)} MB of memory, ${contentLength.toLocaleString('en')} bytes stored, ` +
        `${((user + system) / total).toFixed(2)} us of CPU an event with its id, saved in ${savedIn.toFixed(2)} s`,
    );
    const loadedIn = await seconds(async () => void (memory = await open()));
    console.log(
      `  after a takeover, in ${loadedIn.toFixed(2)} s: ${knownOf(memory, from).toLocaleString('en')} of the last million known, ` +
        `${knownOf(memory, 10 * total)} of as many that never came`,
    );
  }
  await stop();
  rmSync(place.data, { recursive: true, force: true });
  process.exit(0);
}

function knownOf({ fingerprints }: PartitionMemory, from: number): number {
  let known = 0;
  for (let number = from; number < from + total; number++) if (fingerprints.has(idOf(number))) known++;
  return known;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
