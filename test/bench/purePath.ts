import { detections } from '../../content/detections.generated';
import { indicatorLists } from '../../content/indicators.generated';
import { sources } from '../../content/sources.generated';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import { createRuleGuard } from '../../shared/core/detect/ruleGuard';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { stateful } from '../../shared/core/detect/stateful.generated';
import { defaultDecodeLimits } from '../../shared/core/ingest/decodedBody';
import type { HubBatch } from '../../shared/core/ingest/hubMessages';
import { sortSources } from '../../shared/core/ingest/normalise';
import { packPages } from '../../shared/core/ingest/pages';
import { readBatch } from '../../shared/core/ingest/readBatch';
import { median } from './median';
import type { Mix } from './mixes';

export interface PurePath {
  /** Hub messages per second of CPU, all threads. */
  pipeline: number;
  jsonParse: number;
}

const perBatch = 1000;
const batches = 10;
const rounds = 5;

/** The work on messages without any I/O: read, judge, pack. Beside it what JSON.parse alone takes for the same bytes. */
export async function measurePurePath(mix: Mix): Promise<PurePath> {
  const pipeline = createPipeline();
  const input = Array.from({ length: batches }, (_, at) => batchOf(at, mix));
  return {
    pipeline: await perCpuSecond(() => inTurn(input, pipeline)),
    jsonParse: await perCpuSecond(() => inTurn(input, parseOnly)),
  };
}

async function inTurn(input: HubBatch[], work: (batch: HubBatch) => Promise<unknown>): Promise<void> {
  for (const batch of input) await work(batch);
}

function batchOf(at: number, { messageOf }: Mix): HubBatch {
  const messages = Array.from({ length: perBatch }, (_, offset) => ({
    body: Buffer.from(messageOf(0, at * perBatch + offset)),
    sequence: at * perBatch + offset,
    enqueuedAt: '2026-11-21T09:00:00.000Z',
    properties: {},
  }));
  return { partitionId: '0', messages };
}

function createPipeline(): (batch: HubBatch) => Promise<unknown> {
  const sorted = sortSources(sources);
  const { rules, correlations } = compileRuleSet(detections);
  const detectors = createDetectors({
    rules,
    indicators: indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators),
    stateful: [...stateful, ...correlations],
    guard: createRuleGuard({ now: () => performance.now() }),
  });
  return (batch) => {
    const { events } = readBatch(batch, sorted, defaultDecodeLimits);
    detectors.observe(events.map(({ event }) => event));
    for (const { event } of events) detectors.observationsOf(event);
    return packPages({ workspaceId: 'default', hour: '2026-11-21T09', hubPartition: '0' }, events);
  };
}

let parsed: unknown;
async function parseOnly({ messages }: HubBatch): Promise<void> {
  for (const { body } of messages) parsed = JSON.parse((body as Buffer).toString());
}

async function perCpuSecond(work: () => Promise<void>): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    rates.push((perBatch * batches * 1e6) / (user + system));
  }
  if (parsed === undefined && rates.length === 0) throw new Error('Nothing ran');
  return median(rates.slice(1));
}
