import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detections } from '../../content/detections.generated';
import { indicatorLists } from '../../content/indicators.generated';
import { sources } from '../../content/sources.generated';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import type { Finding } from '../../shared/core/detect/detector';
import { indicatorCases } from '../../shared/core/detect/intel/indicatorCases';
import { indicatorRule } from '../../shared/core/detect/intel/indicatorDetector';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { runStateful } from '../../shared/core/detect/runStateful';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { stateful as written } from '../../shared/core/detect/stateful.generated';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { eventsOf } from './eventsOf';

const { rules, rejected, correlations } = compileRuleSet(detections);
const stateful = [...written, ...correlations];
const lists = indicatorLists.map(({ file, text }) => parseIndicatorCsv(file, text));
const indicators = lists.flatMap((list) => list.indicators);
const detectors = createDetectors({ rules, indicators, stateful, guard: unguarded });

function findingsOf(events: TelemetryEvent[]): Finding[] {
  const observations = events.flatMap((event) => detectors.observationsOf(event));
  return [...detectors.observe(events), ...runStateful(stateful, observations, new Map()).findings];
}

/** Every raw body of the content, with the rule that owns it. */
const bodies: { owner: string; name: string; bodies: string[] }[] = [
  ...sources.flatMap(({ id, samples }) => samples.map(({ name, body }) => ({ owner: id, name, bodies: [body] }))),
  ...rules.flatMap(({ rule, file, cases }) =>
    [...(cases?.positive ?? []), ...(cases?.negative ?? [])].map(({ name, body }) => ({
      owner: rule.id,
      name: `${file}: ${name}`,
      bodies: [body],
    })),
  ),
  ...indicatorCases.map(({ name, body }) => ({ owner: indicatorRule.id, name, bodies: [body] })),
  ...stateful.flatMap((detector) => detector.cases.map(({ name, bodies }) => ({ owner: detector.id, name, bodies }))),
];

let read: { owner: string; name: string; events: TelemetryEvent[]; fired: Set<string> }[] | undefined;

/** All bodies are read and judged once, not once for each rule. */
function everything(): NonNullable<typeof read> {
  return (read ??= bodies.map(({ owner, name, bodies: sent }) => {
    const events = eventsOf(sent);
    return { owner, name, events, fired: new Set(findingsOf(events).map(({ rule }) => rule.id)) };
  }));
}

/** Names of the bodies of others that a rule fires on. */
const noisyOn = (ruleId: string): string[] =>
  everything().flatMap(({ owner, name, fired }) => (owner !== ruleId && fired.has(ruleId) ? [name] : []));

describe('every detection', () => {
  it('compiles', () => {
    expect(rejected).toEqual([]);
    expect(lists.flatMap((list) => list.rejected)).toEqual([]);
    expect(rules.length).toBeGreaterThan(5);
  });

  it('has an id of its own', () => {
    expect(new Set(rules.map(({ rule }) => rule.id)).size).toBe(rules.length);
  });

  it('ships positive and negative cases', () => {
    expect(rules.filter(({ cases }) => cases === undefined).map(({ file }) => file)).toEqual([]);
  });
});

describe.each(rules.map((compiled) => [compiled.file, compiled] as const))('%s', (_file, { rule, cases }) => {
  const own = (body: string) => findingsOf(eventsOf([body])).filter((finding) => finding.rule.id === rule.id);

  it.each(cases?.positive.map(({ name, body }) => [name, body] as const) ?? [])('fires: %s', (_name, body) => {
    const findings = own(body);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({
      compromisedEntity: expect.stringMatching(/./),
      eventIds: [expect.any(String)],
    });
  });

  it.each(cases?.negative.map(({ name, body }) => [name, body] as const) ?? [])('is silent: %s', (_name, body) => {
    expect(eventsOf([body]).length).toBeGreaterThan(0);
    expect(own(body)).toEqual([]);
  });

  it('is silent on everything that is not its own', () => {
    expect(noisyOn(rule.id)).toEqual([]);
  });
});

describe('the indicator lists', () => {
  it.each(indicatorCases.map(({ name, body, findings }) => [name, body, findings] as const))(
    '%s',
    (_name, body, count) => {
      const events = eventsOf([body]);
      expect(events).toHaveLength(1);
      expect(findingsOf(events).filter(({ rule }) => rule.id === indicatorRule.id)).toHaveLength(count);
    },
  );

  it('are silent on everything that is not their own', () => {
    expect(noisyOn(indicatorRule.id)).toEqual([]);
  });
});

describe.each(stateful.map((detector) => [detector.id, detector] as const))('%s', (_id, detector) => {
  it.each(detector.cases.map((one) => [one.name, one] as const))('%s', (_name, { bodies: sent, expect: expected }) => {
    const observations = eventsOf(sent).flatMap((event) => detector.keyOf(event));
    const { findings } = runStateful([detector], observations, new Map());
    expect(findings.map(({ rule }) => rule.alertType)).toEqual(expected);
  });

  it('is silent on everything that is not its own', () => {
    const others = everything().filter(({ owner }) => owner !== detector.id);
    const observations = others.flatMap(({ events }) => events).flatMap((event) => detector.keyOf(event));
    expect(runStateful([detector], observations, new Map()).findings).toEqual([]);
  });
});

// Recorded telemetry beside the project, when it is there. Recordings of Windows are of attacks, most of them begun by clearing
// the logs; what two of them did besides (a look at a version, a prompt) is in none of their events. How labelled records of
// cloud services fare is told by labels.test.ts.
const recorded = join(__dirname, '../../../shared/telemetry');
const knownFindings: Record<string, string[]> = {
  'otrf_cmd_bitsadmin_download_psh_script.ndjson': ['DownloadWithSystemTool', 'EventLogCleared'],
  'otrf_cmd_discover_iexplorer_version_registry.ndjson': ['EventLogCleared'],
  'otrf_cmd_lsass_memory_dumpert_syscalls.ndjson': ['EventLogCleared', 'LsassMemoryRead'],
  'otrf_cmd_psexec_lsa_secrets_dump.ndjson': ['EventLogCleared', 'RemoteExecutionService'],
  'otrf_cmd_service_mod_fax.ndjson': ['EventLogCleared', 'ServiceProgramChanged'],
  'otrf_cmd_userinitmprlogonscript_batch.ndjson': ['EventLogCleared', 'LogonPersistence'],
  'otrf_psh_input_capture_promptforcreds.ndjson': ['EventLogCleared'],
  'otrf_psh_lsass_memory_dump_comsvcs.ndjson': ['EventLogCleared', 'LsassMemoryDump', 'LsassMemoryRead'],
  'la_syslog_auoms_log4shell.ndjson': ['DownloadRun', 'WebShell'],
};

/** The recorded files below some folders, with what is found in each. */
const recordings = (folders: string[]) =>
  folders.flatMap((folder) =>
    readdirSync(join(recorded, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(log|ndjson|json)$/.test(entry.name))
      .filter((entry) => !/labels|golden/.test(entry.name))
      .map((entry) => {
        const events = eventsOf([readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8')]);
        return { file: entry.name, events: events.length, findings: findingsOf(events) };
      }),
  );

(existsSync(recorded) ? describe : describe.skip)('recorded telemetry', () => {
  it('of machines raises nothing but what is known to be in it', () => {
    const read = recordings(['windows', 'linux', 'syslog']);
    expect(read.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(1900);
    const found = read.flatMap(({ file, findings }) => {
      const types = new Set(findings.flatMap(({ foreign, rule }) => (foreign ? [] : [rule.alertType])));
      return types.size === 0 ? [] : [[file, [...types].sort()] as const];
    });
    const known = Object.entries(knownFindings).map(([file, types]) => [
      file,
      types.map((type) => `Skywarden_${type}`),
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known));
  });

  it('holds alerts of other products, which are taken over', () => {
    const findings = recordings(['azure', 'eventhub_envelopes', 'aws', 'kubernetes']).flatMap((one) => one.findings);
    expect(new Set(findings.flatMap(({ foreign }) => foreign?.productName ?? []))).toEqual(
      new Set(['Microsoft Defender for Identity', 'Microsoft Defender for Cloud', 'Amazon GuardDuty', 'DecoyDetector']),
    );
  });
});
