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
    const others = bodies.filter(({ owner }) => owner !== rule.id);
    const noisy = others.filter((other) =>
      findingsOf(eventsOf(other.bodies)).some((found) => found.rule.id === rule.id),
    );
    expect(noisy.map(({ name }) => name)).toEqual([]);
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
    const others = bodies.filter(({ owner }) => owner !== indicatorRule.id);
    const noisy = others.filter((other) =>
      findingsOf(eventsOf(other.bodies)).some(({ rule }) => rule.id === indicatorRule.id),
    );
    expect(noisy.map(({ name }) => name)).toEqual([]);
  });
});

describe.each(stateful.map((detector) => [detector.id, detector] as const))('%s', (_id, detector) => {
  it.each(detector.cases.map((one) => [one.name, one] as const))('%s', (_name, { bodies: sent, expect: expected }) => {
    const observations = eventsOf(sent).flatMap((event) => detector.keyOf(event));
    const { findings } = runStateful([detector], observations, new Map());
    expect(findings.map(({ rule }) => rule.alertType)).toEqual(expected);
  });

  it('is silent on everything that is not its own', () => {
    const others = bodies.filter(({ owner }) => owner !== detector.id).flatMap((other) => other.bodies);
    const observations = eventsOf(others).flatMap((event) => detector.keyOf(event));
    expect(runStateful([detector], observations, new Map()).findings).toEqual([]);
  });
});

// Recorded telemetry beside the project, when it is there: real systems, none of them under the attacks of our rules.
const recorded = join(__dirname, '../../../shared/telemetry');
const folders = ['windows', 'linux', 'azure', 'eventhub_envelopes', 'aws', 'kubernetes', 'syslog'];

(existsSync(recorded) ? describe : describe.skip)('recorded telemetry', () => {
  it('raises nothing but what is known to be in it', () => {
    const texts = folders.flatMap((folder) =>
      readdirSync(join(recorded, folder), { recursive: true, withFileTypes: true })
        .filter(
          (entry) => entry.isFile() && /\.(log|ndjson|json)$/.test(entry.name) && !/labels|golden/.test(entry.name),
        )
        .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8')),
    );
    const events = eventsOf(texts);
    expect(events.length).toBeGreaterThan(3000);
    const findings = findingsOf(events);
    expect(findings.filter(({ foreign }) => !foreign).map(({ rule }) => rule.alertType)).toEqual([]);
    // alerts of other products are there, and are taken over
    expect(new Set(findings.flatMap(({ foreign }) => foreign?.productName ?? []))).toEqual(
      new Set(['Microsoft Defender for Identity', 'Microsoft Defender for Cloud', 'Amazon GuardDuty', 'DecoyDetector']),
    );
  });
});
