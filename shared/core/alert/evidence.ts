import type { Alert, Evidence } from '../../model/alert';
import type { Finding } from '../detect/detector';

const maxRecords = 10;
const maxColumns = 12;
const maxCell = 300;

/** What a finding shows of its last event. */
export function evidenceOf({ time, eventIds, extendedProperties }: Finding): Evidence[] {
  const eventId = eventIds.at(-1);
  if (eventId === undefined) return [];
  const facts = Object.entries(extendedProperties).slice(0, maxColumns);
  return [{ time, eventId, facts: Object.fromEntries(facts.map(([name, text]) => [name, text.slice(0, maxCell)])) }];
}

/** The newest records of both, each once, oldest first. */
export function unitedEvidence(known: readonly Evidence[], more: readonly Evidence[]): Evidence[] {
  const byEvent = new Map([...known, ...more].map((one) => [one.eventId, one]));
  const inOrder = [...byEvent.values()].sort(
    (a, b) => Date.parse(a.time) - Date.parse(b.time) || (a.eventId < b.eventId ? -1 : 1),
  );
  return inOrder.slice(-maxRecords);
}

/** Microsoft's `supportingEvidence`: one row for each record. Undefined when there is none. */
export function supportingEvidence({ evidence, incident }: Alert): object | undefined {
  if (incident) return membersTable(incident.members);
  if (!evidence || evidence.length === 0) return undefined;
  const names = [...new Set(evidence.flatMap(({ facts }) => Object.keys(facts)))].slice(0, maxColumns);
  return {
    type: 'tabularEvidences',
    title: 'Records behind this alert',
    columns: ['Time', ...names, 'Event id'],
    rows: evidence.map(({ time, eventId, facts }) => [time, ...names.map((name) => facts[name] ?? ''), eventId]),
  };
}

const membersTable = (members: NonNullable<Alert['incident']>['members']): object => ({
  type: 'tabularEvidences',
  title: 'Alerts of this incident',
  columns: ['Time', 'Alert', 'Severity', 'Intent', 'Compromised entity', 'Alert id'],
  rows: members.map((one) => [
    one.startTimeUtc,
    one.alertDisplayName,
    one.severity,
    one.intent,
    one.compromisedEntity,
    one.name,
  ]),
});
