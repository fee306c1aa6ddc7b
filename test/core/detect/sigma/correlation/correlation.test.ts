import type { JsonObject } from '../../../../../shared/model/json';
import type { Observation } from '../../../../../shared/core/detect/detector';
import { runStateful } from '../../../../../shared/core/detect/runStateful';
import { compileRuleSet } from '../../../../../shared/core/detect/sigma/ruleSet';
import { sigmaDocument } from '../../sigmaDocument';
import { processEvent } from '../../telemetry';

const uuid = (digit: number) => `${digit}1111111-1111-4111-8111-111111111111`;
const logsource = { product: 'windows', service: 'security' };
const failed = sigmaDocument(
  { s: { EventID: 4625 }, condition: 's' },
  { title: 'Failed logon', id: uuid(1), name: 'failed_logon', logsource },
);
const logon = sigmaDocument(
  { s: { EventID: 4624 }, condition: 's' },
  { title: 'Logon', id: uuid(2), name: 'logon', logsource },
);

const correlationOf = (correlation: object, changes: object = {}) => ({
  title: 'Together',
  id: uuid(9),
  level: 'high',
  correlation: { rules: ['failed_logon'], 'group-by': ['TargetUserName'], timespan: '10m', ...correlation },
  ...changes,
});

const setOf = (...rules: object[]) => compileRuleSet(rules.map((rule, at) => ({ file: `${at}.yml`, rule })));

interface Happening {
  id: number;
  minute: number;
  fields?: JsonObject;
}

/** Fires of the one correlation over events, in the order given, each as the minutes of its first and last event. */
function firesOf(rules: object[], events: Happening[]): string[] {
  const { correlations, rejected } = setOf(...rules);
  expect(rejected).toEqual([]);
  const [detector] = correlations;
  const states = new Map<string, JsonObject>();
  return events.flatMap(({ id, minute, fields }, at) => {
    const time = new Date(Date.UTC(2026, 2, 2, 8) + minute * 60_000).toISOString();
    const event = processEvent(
      { EventID: id, TargetUserName: 'ann', ...fields },
      { id: `event-${at}`, time, logSource: { product: 'windows', service: 'security' } },
    );
    const seen = JSON.parse(JSON.stringify(detector!.keyOf(event))) as Observation[];
    const run = runStateful(correlations, seen, states);
    expect(run.failed).toEqual([]);
    for (const [key, state] of run.states) states.set(key, JSON.parse(JSON.stringify(state)) as JsonObject);
    return run.findings.map(({ extendedProperties: { 'First event': first, 'Last event': last } }) =>
      [first, last].map((text) => (Date.parse(text!) - Date.UTC(2026, 2, 2, 8)) / 60_000).join('-'),
    );
  });
}

const failures = (...minutes: number[]): Happening[] => minutes.map((minute) => ({ id: 4625, minute }));

describe('event_count', () => {
  const rules = [failed, correlationOf({ type: 'event_count', condition: { gte: 3 } })];

  it('fires when enough events of one group stand within the span', () => {
    expect(firesOf(rules, failures(0, 4, 9))).toEqual(['0-9']);
  });

  it('slides: a boundary of the clock splits nothing', () => {
    expect(firesOf(rules, failures(-3, 1, 5))).toEqual(['-3-5']);
  });

  it('is silent when they are spread wider', () => {
    expect(firesOf(rules, failures(0, 6, 12, 18, 24))).toEqual([]);
  });

  it('counts an event that comes late where it belongs', () => {
    expect(firesOf(rules, failures(0, 9, 4))).toEqual(['0-9']);
    expect(firesOf(rules, failures(0, 30, 4, 9))).toEqual([]);
  });

  it('does not count an event twice for two matches', () => {
    expect(firesOf(rules, failures(0, 1, 2, 3, 4))).toEqual(['0-2']);
    expect(firesOf(rules, failures(0, 1, 2, 3, 4, 5))).toEqual(['0-2', '3-5']);
  });

  it('keeps groups apart, without regard to case', () => {
    const of = (...users: string[]) =>
      users.map((TargetUserName, minute) => ({ id: 4625, minute, fields: { TargetUserName } }));
    expect(firesOf(rules, of('ann', 'bob', 'ann', 'bob'))).toEqual([]);
    expect(firesOf(rules, of('ann', 'ANN', 'Ann'))).toEqual(['0-2']);
  });

  it('leaves out events without the field of the group', () => {
    const without = failures(0, 1, 2).map((event) => ({ ...event, fields: { TargetUserName: null } }));
    expect(firesOf(rules, without)).toEqual([]);
  });

  it('counts over several rules, and without a group', () => {
    const both = correlationOf({
      type: 'event_count',
      rules: [uuid(1), 'logon'],
      'group-by': [],
      condition: { gt: 2 },
    });
    expect(firesOf([failed, logon, both], [...failures(0, 1), { id: 4624, minute: 2 }])).toEqual(['0-2']);
  });

  it('counts an event once, however many of its rules match', () => {
    const other = sigmaDocument(
      { s: { EventID: 4625 }, condition: 's' },
      { id: uuid(3), name: 'any_failure', logsource },
    );
    const both = correlationOf({ type: 'event_count', rules: ['failed_logon', 'any_failure'], condition: { gte: 3 } });
    expect(firesOf([failed, other, both], failures(0, 1))).toEqual([]);
    expect(firesOf([failed, other, both], failures(0, 1, 2))).toEqual(['0-2']);
  });

  it('counts thousands in a small state', () => {
    const many = [failed, correlationOf({ type: 'event_count', timespan: '1h', condition: { gte: 1000 } })];
    const minutes = Array.from({ length: 1000 }, (_, at) => at / 20);
    expect(firesOf(many, failures(...minutes))).toHaveLength(1);
    expect(firesOf(many, failures(...minutes.slice(1)))).toEqual([]);
  });
});

describe('value_count', () => {
  const rules = [
    failed,
    correlationOf({ type: 'value_count', 'group-by': ['IpAddress'], condition: { field: 'TargetUserName', gte: 3 } }),
  ];
  const tries = (...users: string[]) =>
    users.map((TargetUserName, minute) => ({ id: 4625, minute, fields: { TargetUserName, IpAddress: '192.0.2.1' } }));

  it('counts different values', () => {
    expect(firesOf(rules, tries('a', 'b', 'a', 'b', 'c'))).toEqual(['2-4']);
    expect(firesOf(rules, tries('a', 'b', 'a', 'A', 'b'))).toEqual([]);
  });

  it('keeps the newest of equal values when an older one comes late', () => {
    const [first, late, ...others] = tries('a', 'a', 'b', 'c').map((happening, at) => ({
      ...happening,
      minute: [5, 0, 13, 14][at]!,
    }));
    expect(firesOf(rules, [first!, late!, ...others])).toEqual(['5-14']);
  });
});

describe('temporal', () => {
  const rules = [failed, logon, correlationOf({ type: 'temporal', rules: ['failed_logon', 'logon'] })];
  const order = (...ids: number[]) => ids.map((id, minute) => ({ id, minute: minute * 4 }));

  it('fires when all rules matched, in any order', () => {
    expect(firesOf(rules, order(4624, 4625))).toEqual(['0-4']);
    expect(firesOf(rules, order(4625, 4624))).toEqual(['0-4']);
    expect(firesOf(rules, order(4625, 4625, 4625))).toEqual([]);
  });

  it('takes as many different rules as its condition asks for', () => {
    const one = correlationOf({ type: 'temporal', rules: ['failed_logon', 'logon'], condition: { gte: 1 } });
    expect(firesOf([failed, logon, one], order(4624))).toEqual(['0-0']);
  });

  it('in order fires in that order only', () => {
    const ordered = correlationOf({ type: 'temporal_ordered', rules: ['failed_logon', 'logon'] });
    expect(firesOf([failed, logon, ordered], order(4624, 4625))).toEqual([]);
    expect(firesOf([failed, logon, ordered], order(4625, 4624))).toEqual(['0-4']);
    expect(firesOf([failed, logon, ordered], [...failures(4), { id: 4624, minute: 8 }, ...failures(6)])).toEqual([
      '4-8',
    ]);
  });

  it('groups by an alias for fields that rules call differently', () => {
    const aliased = correlationOf({
      type: 'temporal',
      rules: ['failed_logon', 'logon'],
      'group-by': ['who'],
      aliases: { who: { failed_logon: 'TargetUserName', logon: 'SubjectUserName' } },
    });
    const second = (SubjectUserName: string) => ({
      id: 4624,
      minute: 1,
      fields: { TargetUserName: 'x', SubjectUserName },
    });
    expect(firesOf([failed, logon, aliased], [...failures(0), second('ann')])).toEqual(['0-1']);
    expect(firesOf([failed, logon, aliased], [...failures(0), second('bob')])).toEqual([]);
  });

  it('takes other correlations as members: many failures, then a logon', () => {
    const many = correlationOf({ type: 'event_count', condition: { gte: 3 } }, { id: uuid(8), name: 'many_failures' });
    const then = correlationOf({ type: 'temporal_ordered', rules: ['many_failures', 'logon'] });
    const rules2 = [failed, logon, many, then];
    expect(firesOf(rules2, [...failures(0, 1, 2), { id: 4624, minute: 5 }])).toEqual(['2-5']);
    expect(firesOf(rules2, [...failures(0, 1), { id: 4624, minute: 5 }])).toEqual([]);
  });
});

it('groups by the names that rules of a log source have for fields', () => {
  const signIns = { product: 'azure', service: 'signinlogs' };
  const locked = sigmaDocument({ s: { ResultType: 50053 }, condition: 's' }, { name: 'locked', logsource: signIns });
  const many = correlationOf({
    type: 'event_count',
    rules: ['locked'],
    'group-by': ['UserPrincipalName'],
    condition: { gte: 1 },
  });
  const fields = { resultType: '50053', properties: { userPrincipalName: 'Ann@example.com' } };
  const [detector] = setOf(locked, many).correlations;
  expect(detector!.keyOf(processEvent(fields, { logSource: signIns }))).toEqual([
    expect.objectContaining({ entityKey: 'ann@example.com' }),
  ]);
});

describe('rules below a correlation', () => {
  const correlation = (generate: boolean) => correlationOf({ type: 'event_count', condition: { gte: 3 }, generate });

  it('raise no alerts of their own, unless it says so', () => {
    expect(setOf(failed, logon, correlation(false)).rules.map(({ name }) => name)).toEqual(['logon']);
    expect(setOf(failed, logon, correlation(true)).rules.map(({ name }) => name)).toEqual(['failed_logon', 'logon']);
  });
});

it.each<[string, object, string]>([
  ['a rule that is not there', { type: 'temporal', rules: ['nobody'] }, 'names "nobody"'],
  ['no condition', { type: 'event_count' }, 'needs gt, gte or eq'],
  ['only an upper bound', { type: 'event_count', condition: { lt: 5 } }, 'needs gt, gte or eq'],
  ['a value count without a field', { type: 'value_count', condition: { gte: 2 } }, 'needs a field'],
  ['too many values', { type: 'value_count', condition: { gte: 2000, field: 'a' } }, 'more than 60'],
  ['an odd span', { type: 'event_count', timespan: '5y', condition: { gte: 2 } }, 'timespan'],
  ['an unknown type', { type: 'sum', condition: { gte: 2 } }, 'type'],
  ['an alias of no rule', { type: 'temporal', aliases: { who: { nobody: 'a' } } }, 'names "nobody"'],
  ['a circle', { type: 'temporal', rules: [uuid(9)] }, 'circle'],
])('%s is rejected', (_name, correlation, reason) => {
  const { rejected, correlations } = setOf(failed, correlationOf(correlation));
  expect(rejected.map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
  expect(correlations).toEqual([]);
});

it('a state stays under 4 KB', () => {
  const rules = [
    failed,
    correlationOf({ type: 'value_count', timespan: '30d', condition: { field: 'IpAddress', gte: 60 } }),
  ];
  const { correlations } = setOf(...rules);
  let state: JsonObject | undefined;
  for (let at = 0; at < 59; at++) {
    const event = processEvent(
      { EventID: 4625, TargetUserName: 'ann', IpAddress: `2001:db8:0:0:0:0:0:${at}` },
      { id: `windowsProcess-${String(at).padStart(32, '0')}`, logSource: { product: 'windows', service: 'security' } },
    );
    const seen = correlations[0]!.keyOf(event);
    state = correlations[0]!.observe(seen[0]!.entityKey, seen, state).state;
  }
  expect(JSON.stringify(state).length).toBeLessThan(4096);
  expect((state as { hits: unknown[] }).hits).toHaveLength(59);
});
