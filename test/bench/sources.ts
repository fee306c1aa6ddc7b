import { arch, availableParallelism, cpus } from 'node:os';
import { sources } from '../../content/sources.generated';
import { defaultDecodeLimits } from '../../shared/core/ingest/decodedBody';
import type { HubBatch } from '../../shared/core/ingest/hubMessages';
import { sortSources } from '../../shared/core/ingest/normalise';
import { packPages } from '../../shared/core/ingest/pages';
import { type ReadBatch, readBatch } from '../../shared/core/ingest/readBatch';
import type { Source } from '../../shared/core/ingest/source';
import { shippedDetectors } from '../fuzz/ingestWorld';
import { median } from './median';

/**
 * What each source costs without any I/O: its own samples again and again, one a message, through reading, detecting and packing,
 * beside JSON.parse of the same bytes. In CPU of all threads. No message is equal to the one before, none is dropped as a repeat.
 */
const messagesPerBatch = 1000;
const rounds = 5;
const sorted = sortSources(sources);
const detectors = shippedDetectors();
const key = { workspaceId: 'default', hour: '2026-11-21T09', hubPartition: '0' };

interface Cost {
  id: string;
  bytes: number;
  events: number;
  /** Microseconds of CPU for one record. */
  read: number;
  detect: number;
  pack: number;
  /** Undefined for lines of text. */
  parse?: number;
}

function batchOf({ samples }: Source): HubBatch {
  const bodies = samples.filter((sample) => Array.isArray(sample.expect)).map(({ body }) => Buffer.from(body));
  const messages = Array.from({ length: messagesPerBatch }, (_, sequence) => ({
    body: bodies[sequence % bodies.length]!,
    sequence,
    enqueuedAt: '2026-11-21T09:00:00.000Z',
    properties: {},
  }));
  return { partitionId: '0', messages };
}

async function costOf(source: Source): Promise<Cost> {
  const batch = batchOf(source);
  let read: ReadBatch = readBatch(batch, sorted, defaultDecodeLimits);
  const perRecord = (microseconds: number): number => microseconds / read.received;
  const parse = batch.messages.every(({ body }) => isJson(body))
    ? await cpuOf(() => batch.messages.map(parsed))
    : undefined;
  return {
    id: source.id,
    bytes: perRecord(batch.messages.reduce((sum, { body }) => sum + body.length, 0)),
    events: perRecord(read.events.length),
    read: perRecord(await cpuOf(() => (read = readBatch(batch, sorted, defaultDecodeLimits)))),
    detect: perRecord(await cpuOf(() => detect(read))),
    pack: perRecord(await cpuOf(() => packPages(key, read.events))),
    ...(parse !== undefined && { parse: perRecord(parse) }),
  };
}

function detect({ events }: ReadBatch): void {
  detectors.observe(events.map(({ event }) => event));
  for (const { event } of events) detectors.observationsOf(event);
}

const parsed = ({ body }: { body: Uint8Array }): unknown => JSON.parse((body as Buffer).toString());

function isJson(body: Uint8Array): boolean {
  try {
    return parsed({ body }) !== undefined;
  } catch {
    return false;
  }
}

/** Median microseconds of CPU, after a first turn that warms up. */
async function cpuOf(work: () => unknown): Promise<number> {
  const spent: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    spent.push(user + system);
  }
  return median(spent.slice(1));
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const cells = (name: string, ...values: string[]): string =>
  `${name.padEnd(24)}${values.map((value) => value.padStart(12)).join('')}`;

function line({ id, bytes, events, read, detect: judged, pack, parse }: Cost): string {
  const times = [read, judged, pack].map((value) => value.toFixed(1));
  const rates = [1e6 / (read + judged + pack), parse === undefined ? undefined : 1e6 / parse];
  return cells(
    id,
    whole(bytes),
    events.toFixed(1),
    ...times,
    ...rates.map((rate) => (rate === undefined ? '-' : whole(rate))),
  );
}

async function run(): Promise<void> {
  console.log(`${availableParallelism()} x ${cpus()[0]?.model.trim() ?? arch()}, Node ${process.versions.node}`);
  console.log(
    'Microseconds of CPU a record to read, detect and pack; records for each second of CPU; JSON.parse alone\n',
  );
  console.log(cells('source', 'bytes', 'events', 'read', 'detect', 'pack', 'records/s', 'JSON.parse'));
  // One turn over all warms up what they share.
  for (const source of sorted) detect(readBatch(batchOf(source), sorted, defaultDecodeLimits));
  for (const source of sorted) console.log(line(await costOf(source)));
}

void run();
