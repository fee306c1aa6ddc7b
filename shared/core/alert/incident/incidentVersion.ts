import { type Alert, severities } from '../../../model/alert';
import { notifiedAgain } from '../notificationLimit';
import { incidentAlert } from './incidentAlert';
import type { Gathered } from './incidentFacts';

/** What a stored incident was made of. */
export const gatheredIn = ({ incident, entities }: Alert): Gathered => ({
  members: incident?.members ?? [],
  techniques: incident?.techniques ?? [],
  plans: incident?.plans ?? [],
  entities,
});

/** An incident that was resolved and goes on is open again; one that was found to be none stays closed. */
export function incidentVersion(before: Alert | undefined, whole: Gathered, location: string, now: Date): Alert {
  const at = `${now.toISOString().slice(0, -1)}0000Z`;
  const known = new Set(before?.incident?.members.map(({ guid }) => guid));
  const grows = whole.members.some(({ guid }) => !known.has(guid));
  const history = {
    status: !before || (grows && before.status === 'Resolved') ? ('Active' as const) : before.status,
    timeGeneratedUtc: before?.timeGeneratedUtc ?? at,
    exportedAt: before?.incident?.exportedAt ?? [],
  };
  const next = {
    ...incidentAlert(whole, before?.location ?? location, history),
    ...(before?.verdict && history.status !== 'Active' && { verdict: before.verdict }),
    ...(before?.suppressedBy && { suppressedBy: before.suppressedBy }),
  };
  const worse = before !== undefined && severities.indexOf(next.severity) > severities.indexOf(before.severity);
  const told = !before || grows || worse ? notifiedAgain(history.exportedAt, next.severity, now) : undefined;
  return told ? { ...next, incident: { ...next.incident!, exportedAt: told } } : next;
}

/** Equal but for the order of members: the store may give them back in another. */
export const sameAlert = (a: Alert, b: Alert): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** An incident whose alerts are in another one now. */
export const joinedInto = (alert: Alert, guid: string): Alert => ({
  ...alert,
  status: 'Resolved',
  extendedProperties: { ...alert.extendedProperties, 'Joined into': guid },
  incident: { ...alert.incident!, joinedInto: guid },
});
