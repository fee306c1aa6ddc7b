import { basename, join } from 'node:path';
import { detections } from '../../content/detections.generated';
import { indicatorLists } from '../../content/indicators.generated';
import { recommendations } from '../../content/recommendations.generated';
import { sources } from '../../content/sources.generated';
import { bodiesOf, recordingFiles } from '../../local/start/recordings';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import type { Finding } from '../../shared/core/detect/detector';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { runStateful } from '../../shared/core/detect/runStateful';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { stateful as written } from '../../shared/core/detect/stateful.generated';
import { defaultDecodeLimits } from '../../shared/core/ingest/decodedBody';
import { sortSources } from '../../shared/core/ingest/normalise';
import { readBatch } from '../../shared/core/ingest/readBatch';
import { judgeResources } from '../../shared/core/posture/judgeResources';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { documentOf } from '../core/posture/posture.samples';

const folder = join(__dirname, '../../samples');
const { rules, correlations } = compileRuleSet(detections);
const stateful = [...written, ...correlations];
const indicators = indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators);
const detectors = createDetectors({ rules, indicators, stateful, guard: unguarded });

interface Recording {
  file: string;
  received: number;
  events: TelemetryEvent[];
  quarantined: string[];
}

/** Takes a file the way of a replay: its bodies as they are sent, then all that the core does with a hub batch. */
async function recordingOf(file: string): Promise<Recording> {
  const bodies: Buffer[] = [];
  for await (const body of bodiesOf(file)) bodies.push(body);
  const messages = bodies.map((body, sequence) => ({
    body,
    sequence,
    enqueuedAt: '2026-11-21T12:00:00.000Z',
    properties: {},
  }));
  const read = readBatch({ partitionId: '0', messages }, sortSources(sources), defaultDecodeLimits);
  return {
    file: basename(file),
    received: read.received,
    events: read.events.map(({ event }) => event),
    quarantined: read.quarantined.map(({ code }) => code),
  };
}

function findingsOf(events: TelemetryEvent[]): Finding[] {
  const observations = events.flatMap((event) => detectors.observationsOf(event));
  return [...detectors.observe(events), ...runStateful(stateful, observations, new Map()).findings];
}

const fileOf = new Map(rules.map(({ rule, file }) => [rule.id, file.replace('content/detections/', '')]));

/** Which rule found what on whom; a rule that is no file by its alert type. */
const alertsOf = (events: TelemetryEvent[]): string[] => [
  ...new Set(
    findingsOf(events).map(
      ({ rule, compromisedEntity }) => `${fileOf.get(rule.id) ?? rule.alertType}: ${compromisedEntity}`,
    ),
  ),
];

let recordings: Recording[];
beforeAll(async () => {
  recordings = await Promise.all((await recordingFiles(folder)).map(recordingOf));
});
const recording = (start: string): Recording => recordings.find(({ file }) => file.startsWith(start))!;

test('every format is recognised by its own source', () => {
  const found = recordings.map(({ file, events }) => [file, [...new Set(events.map(({ source }) => source))]]);
  expect(found).toEqual([
    ['1-resources.json', ['azureResource']],
    ['2-activity-log.json', ['azureActivity']],
    ['3-gate-1-audit.log', ['auditd']],
    ['4-db-1-collector.ndjson', ['agent', 'auditd']],
    ['5-win-1-events.ndjson', ['windowsProcess']],
    ['6-proxy.ndjson.gz', ['generic']],
  ]);
});

test('one record is broken, and only that one is quarantined', () => {
  expect(recordings.flatMap(({ file, quarantined }) => quarantined.map((code) => [file, code]))).toEqual([
    ['5-win-1-events.ndjson', 'NotJson'],
  ]);
});

test('all of it happened in November 2026, but for resources, which are seen when they arrive', () => {
  const told = recordings.flatMap(({ events }) => events).filter(({ source }) => source !== 'azureResource');
  expect(told.filter(({ timeOrigin, time }) => timeOrigin !== 'record' || !time.startsWith('2026-11-20'))).toEqual([]);
});

test.each([
  ['2-activity-log', ['azure/riskyNetworkRule.yml: SSH']],
  [
    '3-gate-1',
    [
      'VM_SshBruteForceFailed: gate-1',
      'VM_SshBruteForceSuccess: gate-1',
      'linux/newPrivilegedUser.yml: gate-1',
      'Skywarden_ThreatIntelligenceMatch: gate-1',
    ],
  ],
  ['4-db-1', ['linux/testAlert.yml: db-1']],
  [
    '5-win-1',
    [
      'windows/testAlert.yml: win-1.example.com',
      'windows/newPrivilegedUser.yml: win-1.example.com',
      'windows/adminGroupMember.yml: win-1.example.com',
    ],
  ],
  ['6-proxy', ['Skywarden_ThreatIntelligenceMatch: proxy-1']],
])('%s raises its alerts', (file, alerts) => {
  expect(alertsOf(recording(file).events)).toEqual(expect.arrayContaining(alerts));
});

test('the office, which mistypes a password once and opens only what it should, is not suspected', () => {
  const suspected = recordings.flatMap(({ events }) => findingsOf(events)).flatMap(({ entities }) => entities);
  const addresses = suspected.flatMap((entity) => (entity.type === 'ip' ? [entity.address] : []));
  expect(addresses).toContain('203.0.113.77');
  expect(addresses).not.toContain('203.0.113.20');
});

test('what the proxy stopped raises nothing', () => {
  const stopped = recording('6-proxy').events.filter(({ fields }) => fields['action'] === 'blocked');
  expect(stopped).toHaveLength(1);
  expect(findingsOf(stopped)).toEqual([]);
});

test.each([
  'appService/httpsOnly',
  'compute/encryptionAtHost',
  'keyVault/firewall',
  'network/managementPorts',
  'sql/auditing',
  'storage/secureTransfer',
])('%s is met by one resource and missed by another', (key) => {
  const snapshots = recordings.flatMap(({ events }) => events.flatMap(({ snapshot }) => snapshot ?? []));
  const documents = snapshots.map(({ resource }) => documentOf(resource));
  const partitions = [...new Set(documents.map(({ rootId }) => rootId))].map((rootId) =>
    documents.filter((document) => document.rootId === rootId),
  );
  const own = recommendations.filter((recommendation) => recommendation.key === key);
  const now = new Date('2026-11-21T12:00:00Z');
  const codes = partitions
    .flatMap((partition) => judgeResources(partition, own, new Map(), now))
    .map(({ judgement }) => judgement.verdicts[key]?.code);
  expect(new Set(codes)).toEqual(new Set(['Healthy', 'Unhealthy']));
});

test('packed recordings hold reserved addresses and example names only', () => {
  const packed = recordings.filter(({ file }) => file.endsWith('.gz')).flatMap(({ events }) => events);
  expect(packed.length).toBeGreaterThan(10);
  const text = JSON.stringify(packed.map(({ fields }) => fields));
  expect(text.match(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}/g)?.filter((ip) => !ip.startsWith('192.0.2.'))).toEqual([]);
  expect(text.match(/https?:\/\/[^/"]+/g)?.filter((host) => !/(\/|\.)example\.com$/.test(host))).toEqual([]);
});
