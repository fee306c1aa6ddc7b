import { basename, join } from 'node:path';
import { detections } from '../../content/detections.generated';
import { indicatorLists } from '../../content/indicators.generated';
import { recommendations } from '../../content/recommendations.generated';
import { sources } from '../../content/sources.generated';
import { bodiesOf, recordingFiles } from '../../local/start/recordings';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import type { Finding } from '../../shared/core/detect/detector';
import { indicatorRule } from '../../shared/core/detect/intel/indicatorDetector';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { runStateful } from '../../shared/core/detect/runStateful';
import { compileRules } from '../../shared/core/detect/sigma/compileRule';
import { stateful } from '../../shared/core/detect/stateful.generated';
import { defaultDecodeLimits } from '../../shared/core/ingest/decodedBody';
import { sortSources } from '../../shared/core/ingest/normalise';
import { readBatch } from '../../shared/core/ingest/readBatch';
import { judgeResources } from '../../shared/core/posture/judgeResources';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { documentOf } from '../core/posture/posture.samples';

const folder = join(__dirname, '../../samples');
const { rules } = compileRules(detections);
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

/** One line per alert: what was found on whom. */
const alertsOf = (events: TelemetryEvent[]): string[] =>
  [...new Set(findingsOf(events).map(({ rule, compromisedEntity }) => `${rule.alertType} ${compromisedEntity}`))].sort();

let recordings: Recording[];
beforeAll(async () => {
  recordings = await Promise.all((await recordingFiles(folder)).map(recordingOf));
});
const recording = (start: string): Recording => recordings.find(({ file }) => file.startsWith(start))!;

test('every format is recognised by its own source', () => {
  const found = recordings.map(({ file, events }) => [file, [...new Set(events.map(({ source }) => source))].sort()]);
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
  ['1-resources', []],
  ['2-activity-log', ['Skywarden_NetworkRuleOpensManagementPort ssh']],
  [
    '3-gate-1',
    [
      'Skywarden_PrivilegedUserAdded gate-1',
      'Skywarden_ThreatIntelligenceMatch gate-1',
      'VM_SshBruteForceFailed gate-1',
      'VM_SshBruteForceSuccess gate-1',
    ],
  ],
  ['4-db-1', ['VM_EICAR db-1']],
  ['5-win-1', ['Skywarden_PrivilegedUserAdded win-1', 'VM_EICAR win-1']],
  ['6-proxy', ['Skywarden_ThreatIntelligenceMatch proxy-1']],
])('%s raises its alerts and no other', (file, alerts) => {
  expect(alertsOf(recording(file).events)).toEqual(alerts);
});

test('every detection fires', () => {
  const findings = recordings.flatMap(({ events }) => findingsOf(events));
  const fired = new Set(findings.map(({ rule }) => rule.id));
  expect([...rules.map(({ rule }) => rule.id), indicatorRule.id].filter((id) => !fired.has(id))).toEqual([]);
  const expected = new Set(stateful.flatMap(({ cases }) => cases.flatMap(({ expect: alertTypes }) => alertTypes)));
  const alertTypes = new Set(findings.map(({ rule }) => rule.alertType));
  expect([...expected].filter((alertType) => !alertTypes.has(alertType))).toEqual([]);
});

test('every recommendation is met by one resource and missed by another, or says why it is unknown', () => {
  const snapshots = recordings.flatMap(({ events }) => events.flatMap(({ snapshot }) => snapshot ?? []));
  const roots = Map.groupBy(snapshots, ({ resource }) => resource.id.split('/').slice(0, 9).join('/'));
  const verdicts = [...roots.values()].flatMap((group) => {
    const documents = group.map(({ resource }) => documentOf(resource));
    const judged = judgeResources(documents, recommendations, new Map(), new Date('2026-11-21T12:00:00Z'));
    return judged.flatMap(({ judgement }) => Object.entries(judgement.verdicts));
  });
  const codes = (key: string) => [...new Set(verdicts.filter(([k]) => k === key).map(([, { code }]) => code))].sort();
  expect(Object.fromEntries(recommendations.map(({ key }) => [key, codes(key)]))).toEqual({
    'appService/httpsOnly': ['Healthy', 'Unhealthy'],
    'compute/encryptionAtHost': ['Healthy', 'Unhealthy'],
    'keyVault/firewall': ['Healthy', 'Unhealthy'],
    'linux/exposedListeners': ['NotApplicable', 'Unhealthy', 'Unknown'],
    'linux/kernelHardening': ['NotApplicable', 'Unknown'],
    'linux/privilegedAccounts': ['Healthy', 'NotApplicable', 'Unknown'],
    'linux/sshKeyAuthentication': ['Healthy', 'NotApplicable', 'Unknown'],
    'network/managementPorts': ['Healthy', 'Unhealthy'],
    'sql/auditing': ['Healthy', 'Unhealthy'],
    'storage/secureTransfer': ['Healthy', 'Unhealthy'],
  });
});
