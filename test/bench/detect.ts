import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '../../content/sources.generated';
import type { Detector } from '../../shared/core/detect/detector';
import { createRuleGuard } from '../../shared/core/detect/ruleGuard';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { createSigmaDetector } from '../../shared/core/detect/sigma/sigmaDetector';
import { defaultDecodeLimits } from '../../shared/core/ingest/decodedBody';
import type { HubMessage } from '../../shared/core/ingest/hubMessages';
import { sortSources } from '../../shared/core/ingest/normalise';
import { readBatch } from '../../shared/core/ingest/readBatch';
import { readRules } from '../../cli/detect/readRules';
import type { JsonObject } from '../../shared/model/json';
import { windowsFields } from '../../shared/core/ingest/windows/windowsFields';
import { median } from './median';

/**
 * Events per second of CPU, from bytes to findings, with the Windows rules of a public corpus: `npm run bench:detect [-- FOLDER]`,
 * where FOLDER holds `sigma/rules.ndjson.gz` and `telemetry/windows/*.ndjson` (default: `shared` beside the project).
 */
const shared = process.argv[2] ?? join(__dirname, '../../shared');
const rulesFile = join(shared, 'sigma/rules.ndjson.gz');
const eventsFolder = join(shared, 'telemetry/windows');
const rounds = 5;
const perRound = 30_000;
/** Messages that the trigger hands over together. */
const perBatch = 100;

function bench(): void {
  const started = performance.now();
  const detector = createDetector();
  const ways = { detection: detectionAlone(detector), ingest: wholeIngest(detector) };
  const mixed = messagesOf(eventsFolder, () => true);
  const creations = messagesOf(eventsFolder, (line) => /"EventID":\s*(?:"?1"?|"?4688"?)\b/.test(line));

  const first = performance.now();
  ways.detection(mixed.slice(0, 1));
  console.log(
    `first event ${ms(performance.now() - first)} (from the compiled rules), ${ms(performance.now() - started)} (from nothing)`,
  );
  measure('mixed', mixed, ways);
  measure('process creation', creations, ways);
  const { maxRSS } = process.resourceUsage();
  console.log(`memory ${Math.round(maxRSS / 1024)} MB at most`);
}

/** Answers the number of findings. */
type Way = (messages: HubMessage[]) => number;

/** What detection takes of each event: bytes to JSON, to the fields that rules know, to findings. */
function detectionAlone(detector: Detector): Way {
  return (messages) => {
    let findings = 0;
    for (const { body, sequence } of messages) {
      const raw = JSON.parse((body as Buffer).toString()) as JsonObject;
      findings += detector.observe([{ ...bare, ...windowsFields(raw), id: String(sequence) }]).length;
    }
    return findings;
  };
}

const bare = {
  id: '',
  source: 'windowsProcess',
  time: '2026-11-21T09:00:00.000Z',
  timeOrigin: 'record' as const,
  resourceId: '',
  entities: [],
  logSource: {},
  fields: {},
};

/** The way of ingest up to the findings: also envelopes, recognition of the source, identity, time and entities. */
function wholeIngest(detector: Detector): Way {
  const sorted = sortSources(sources);
  return (messages) => {
    let findings = 0;
    for (let at = 0; at < messages.length; at += perBatch) {
      const batch = { partitionId: '0', messages: messages.slice(at, at + perBatch) };
      const { events } = readBatch(batch, sorted, defaultDecodeLimits);
      findings += detector.observe(events.map(({ event }) => event)).length;
    }
    return findings;
  };
}

/** What was read of YAML is not kept, as in the product. */
function createDetector(): Detector {
  const started = performance.now();
  const { documents } = readRules(rulesFile);
  const windows = documents.filter(({ rule }) => productOf(rule) === 'windows');
  const read = performance.now();
  const { rules, rejected } = compileRuleSet(windows);
  const compiled = performance.now();
  console.log(`${rules.length} Windows rules, ${rejected.length} not used`);
  console.log(`read YAML ${ms(read - started)}, compile ${ms(compiled - read)}`);
  return createSigmaDetector(rules, createRuleGuard({ now: () => performance.now() }));
}

const productOf = (rule: unknown): string | undefined =>
  (rule as { logsource?: { product?: string } } | null)?.logsource?.product;

const ms = (time: number): string => `${time.toFixed(0)} ms`;

function messagesOf(folder: string, isIn: (line: string) => boolean): HubMessage[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .filter(isIn)
    .map((line, sequence) => ({
      body: Buffer.from(line),
      sequence,
      enqueuedAt: '2026-11-21T09:00:00.000Z',
      properties: {},
    }));
}

/** All runs take turns on the same bytes, so that what else the machine does falls on them alike. */
function measure(
  name: string,
  messages: HubMessage[],
  { detection, ingest }: Record<'detection' | 'ingest', Way>,
): void {
  const repeats = Math.ceil(perRound / messages.length);
  const rates: Record<'parse' | 'detection' | 'ingest', number[]> = { parse: [], detection: [], ingest: [] };
  let findings = 0;
  for (let round = 0; round <= rounds; round++) {
    const rate = (work: () => void) => rateOf(messages.length * repeats, () => times(repeats, work));
    rates.parse.push(rate(() => parseOnly(messages)));
    rates.detection.push(rate(() => (findings = detection(messages))));
    rates.ingest.push(rate(() => ingest(messages)));
  }
  const bytes = messages.reduce((sum, { body }) => sum + body.length, 0) / messages.length;
  const rate = (list: number[]) => Math.round(median(list.slice(1))).toLocaleString('en');
  console.log(
    [
      `${name}: ${messages.length} events of ${Math.round(bytes)} bytes, repeated; ${findings} findings`,
      `  parse only            ${rate(rates.parse)} events per CPU second`,
      `  parse, fields, match  ${rate(rates.detection)}; p99 ${latency(messages, detection).toFixed(0)} us per event`,
      `  whole ingest          ${rate(rates.ingest)}; p99 ${latency(messages, ingest).toFixed(0)} us per event`,
    ].join('\n'),
  );
}

function times(count: number, work: () => unknown): void {
  for (let at = 0; at < count; at++) work();
}

let parsed: unknown;
function parseOnly(messages: HubMessage[]): void {
  for (const { body } of messages) parsed = JSON.parse((body as Buffer).toString());
}

function rateOf(events: number, work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  if (parsed === undefined) throw new Error('Nothing was parsed');
  return (events * 1e6) / (user + system);
}

/** Microseconds that 99 of 100 events stay under, each handed over alone. */
function latency(messages: HubMessage[], judge: Way): number {
  const took = Array.from({ length: 20_000 }, (_, at) => {
    const start = performance.now();
    judge([messages[at % messages.length]!]);
    return (performance.now() - start) * 1000;
  });
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)]!;
}

if (existsSync(rulesFile) && existsSync(eventsFolder)) bench();
else console.log(`Nothing to measure with: ${rulesFile} or ${eventsFolder} is not there`);
