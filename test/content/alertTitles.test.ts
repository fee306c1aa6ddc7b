import { z } from 'zod';
import { detections } from '../../content/detections.generated';
import { sources } from '../../content/sources.generated';
import { alertGuid } from '../../shared/core/alert/alertFromFinding';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import type { Finding } from '../../shared/core/detect/detector';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { runStateful } from '../../shared/core/detect/runStateful';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { stateful as written } from '../../shared/core/detect/stateful.generated';
import { eventsOf } from './eventsOf';

const { rules, correlations } = compileRuleSet(detections);
const stateful = [...written, ...correlations];
const detectors = createDetectors({ rules, indicators: [], stateful, guard: unguarded });

function findingsOf(sent: string[]): Finding[] {
  const events = eventsOf(sent);
  const observations = events.flatMap((event) => detectors.observationsOf(event));
  return [...detectors.observe(events), ...runStateful(stateful, observations, new Map()).findings];
}

const repeated = (texts: readonly string[]): string[] => [
  ...new Set(texts.filter((text, at) => texts.indexOf(text) !== at)),
];

it('no two rules have the same title', () => {
  const titles = detections.map(({ rule }) => z.looseObject({ title: z.string() }).parse(rule).title);
  expect(titles.length).toBeGreaterThan(100);
  expect(repeated(titles)).toEqual([]);
});

it('no record raises two alerts with the same title', () => {
  const bodies = [
    ...sources.flatMap(({ samples }) => samples.map(({ body }) => body)),
    ...rules.flatMap(({ cases }) => [...(cases?.positive ?? []), ...(cases?.negative ?? [])].map(({ body }) => body)),
  ];
  const twice = bodies.filter((body) => repeated(alertsOf(findingsOf([body])).map(([, title]) => title)).length > 0);
  expect(twice).toEqual([]);
});

/** Findings that become one alert are counted once. */
const alertsOf = (findings: Finding[]): [guid: string, title: string][] => [
  ...new Map(findings.map((finding) => [alertGuid(finding), finding.rule.displayName])),
];

it('a member of the administrators is one alert, whether the command or the security log tells', () => {
  const about = { Channel: 'Security', Computer: 'win-1.example.com', SubjectUserName: 'alice' };
  const command = {
    ...about,
    EventID: 4688,
    EventRecordID: 1,
    TimeCreated: '2026-03-02T09:00:01.0000000Z',
    NewProcessName: 'C:\\Windows\\System32\\net.exe',
    CommandLine: 'net localgroup Administrators mallory /add',
  };
  const change = {
    ...about,
    EventID: 4732,
    EventRecordID: 2,
    TimeCreated: '2026-03-02T09:00:02.0000000Z',
    MemberSid: 'S-1-5-21-1-2-3-1104',
    TargetUserName: 'Administrators',
    TargetSid: 'S-1-5-32-544',
  };
  const findings = findingsOf([JSON.stringify(command), JSON.stringify(change)]);
  expect(findings.map(({ rule }) => rule.displayName)).toEqual(Array(2).fill('A user became an administrator'));
  expect(alertsOf(findings)).toHaveLength(1);
});
