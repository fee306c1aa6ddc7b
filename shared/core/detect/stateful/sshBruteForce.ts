import type { Entity } from '../../../model/entity';
import type { Json } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { Finding, Observation, Rule, StatefulDetector } from '../detector';
import {
  emptyHistory,
  failuresUntil,
  fingerprintOf,
  historySchema,
  withFailures,
  withSuccesses,
  type AttemptHistory,
} from '../ssh/attemptHistory';
import { maySayAttempts, sshAttempts, type SshAttempt } from '../ssh/sshAttempt';
import { sshBruteForceCases } from '../ssh/sshBruteForceCases';
import { attemptRule, successRule } from '../ssh/sshRules';

const windowMs = 600_000;
const failuresBeforeSuccess = 10;
const failuresAlone = 20;
/** One login is told by several records within seconds: they are one success. */
const sameLoginMs = 60_000;

/** Counts failed SSH logins per machine and source address within ten minutes of event time, and what followed them. */
export const detector: StatefulDetector = {
  id: 'sshBruteForce',
  concerns: maySayAttempts,
  keyOf: (event) => sshAttempts(event).map((attempt) => observationOf(event, attempt)),
  observe(entityKey, observations, state) {
    const before = state === undefined ? emptyHistory : historySchema.parse(state);
    const history = remembered(before, observations);
    const last = observations.at(-1);
    if (last === undefined) return { findings: [], state: { ...history } };
    const report = (rule: Rule, at: number, facts: Record<string, string>): Finding =>
      findingOf(rule, entityKey, observations.find((one) => Date.parse(one.time) === at) ?? last, at, facts);
    return {
      findings: [...successFindings(history, report), ...attemptFindings(history, report)],
      state: { ...history },
    };
  },
  cases: sshBruteForceCases,
};

type Report = (rule: Rule, at: number, facts: Record<string, string>) => Finding;

function observationOf(event: TelemetryEvent, attempt: SshAttempt): Observation {
  const host = event.entities.find((entity) => entity.type === 'host')?.hostName ?? attempt.host;
  return {
    detector: 'sshBruteForce',
    entityKey: `${event.resourceId || host}|${attempt.address}`.toLowerCase(),
    time: event.time,
    resourceId: event.resourceId,
    eventId: event.id,
    data: { ...attempt, host },
  };
}

function remembered(before: AttemptHistory, observations: Observation[]): AttemptHistory {
  const attempts = observations.map(({ data, time, eventId }) => ({
    outcome: data.outcome,
    reporter: text(data.reporter),
    account: text(data.account),
    at: Date.parse(time),
    id: fingerprintOf(eventId),
  }));
  const failures = attempts.filter(({ outcome }) => outcome === 'failure');
  const successes = attempts.filter(({ outcome }) => outcome === 'success');
  return {
    failures: withFailures(
      before.failures,
      failures.map(({ at, reporter, id }) => [at, reporter, id]),
    ),
    successes: withSuccesses(
      before.successes,
      successes.map(({ at, id, account }) => ({ at, id, account })),
    ),
    reportedAt: before.reportedAt,
  };
}

/** Every success is judged again, since failures before it may arrive after it; it is reported once. */
function successFindings(history: AttemptHistory, report: Report): Finding[] {
  const findings: Finding[] = [];
  for (const success of history.successes) {
    const failures = failuresUntil(history, success.at, windowMs);
    if (success.alerted || failures < failuresBeforeSuccess) continue;
    success.alerted = true;
    const told = history.successes.some(
      (other) => other !== success && other.alerted && Math.abs(other.at - success.at) <= sameLoginMs,
    );
    if (told) continue;
    const facts = { 'Failed attempts before': atLeast(failures), Account: success.account };
    findings.push(report(successRule, success.at, facts));
  }
  return findings;
}

/** Reported once per window of an attack that goes on. */
function attemptFindings(history: AttemptHistory, report: Report): Finding[] {
  const findings: Finding[] = [];
  for (const [at] of history.failures) {
    if (at < history.reportedAt + windowMs) continue;
    const failures = failuresUntil(history, at, windowMs);
    if (failures < failuresAlone) continue;
    history.reportedAt = at;
    findings.push(report(attemptRule, at, { 'Failed attempts': atLeast(failures) }));
  }
  return findings;
}

/** Only the newest attempts are remembered. */
const atLeast = (count: number): string => `at least ${count}`;

function findingOf(
  rule: Rule,
  entityKey: string,
  { data, eventId, resourceId }: Observation,
  at: number,
  facts: Record<string, string>,
): Finding {
  const [address, host, account] = [text(data.address), text(data.host), text(data.account)];
  const entities: Entity[] = [
    { type: 'ip', address },
    ...(host === '' ? [] : [{ type: 'host' as const, hostName: host }]),
    ...(account === '' ? [] : [{ type: 'account' as const, name: account }]),
  ];
  return {
    rule,
    entityKey,
    time: new Date(at).toISOString(),
    resourceId,
    compromisedEntity: host || resourceId.split('/').at(-1) || '',
    entities,
    eventIds: [eventId],
    extendedProperties: { Attackers: address, ...facts },
  };
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
