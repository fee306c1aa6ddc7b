import { incidentGuid } from '../../core/alert/incident/incidentAlert';
import { gatheredOf, joined, type Gathered } from '../../core/alert/incident/incidentFacts';
import { gatheredIn, incidentVersion, joinedInto, sameAlert } from '../../core/alert/incident/incidentVersion';
import { suppressedBy } from '../../core/alert/suppression/suppresses';
import { alertId } from '../../core/documentIds';
import type { Alert } from '../../model/alert';
import type { AlertDocument } from '../../model/documents/findings';
import type { OutboxDocument } from '../../model/documents/outbox';
import { outboxDocument } from '../outboxDocument';
import type { Ports } from '../ports';
import type { Related } from './relatedAlerts';

const alertSeconds = 90 * 24 * 3600;

interface Place {
  workspaceId: string;
  subscriptionId: string;
  location: string;
}

export type IncidentPorts = Pick<Ports, 'now' | 'findings' | 'alertSettings'>;

/**
 * Writes the incident of alerts that belong together, with what earlier incidents of parts of them hold; those are closed and say
 * where their alerts are. All in one batch: incidents lie in the partition of their subscription. Answers whether it wrote.
 */
export async function saveIncident(
  ports: IncidentPorts,
  place: Place,
  related: Related,
  own: Gathered,
): Promise<boolean> {
  const guid = incidentGuid(related.root.guid);
  const roots = [...new Set([related.root.guid, ...related.sightings.map(({ root }) => root.guid)])];
  const stored = await Promise.all(roots.map((root) => read(ports, place, incidentGuid(root))));
  const known = stored.filter((one): one is AlertDocument => one !== undefined);
  const before = known.find(({ alert }) => alert.guid === guid);
  const parts = known.map(({ alert }) => gatheredIn(alert));
  const there = new Set([...parts, own].flatMap(({ members }) => members.map((member) => member.guid)));
  const missing = related.sightings.filter((one) => !there.has(one.guid));
  const alerts = await Promise.all(missing.map((one) => ports.findings.alert(place.subscriptionId, one.guid)));
  const others = alerts.flatMap((one) => (one && one.alert.status !== 'Dismissed' ? [gatheredOf(one.alert)] : []));
  const all = [...parts, ...others].reduce(joined, own);
  if (new Set(all.members.map(({ alertType, resourceId }) => `${alertType}|${resourceId}`)).size < 2) return false;

  // The first alert may be one that only an earlier incident remembers.
  const first = all.members[0]!.guid;
  const target = first === related.root.guid ? before : await read(ports, place, incidentGuid(first));
  const whole = target && target !== before ? joined(all, gatheredIn(target.alert)) : all;
  const now = ports.now();
  const next = incidentVersion(target?.alert, whole, place.location, now);
  const incident = target ? next : await suppressed(ports, place, next, now);
  const retired = known.filter(({ alert }) => alert.guid !== incident.guid && !alert.incident?.joinedInto);
  const writes = [
    ...(target && sameAlert(target.alert, incident) ? [] : batchOf(place, target, incident, now)),
    ...retired.flatMap((one) => batchOf(place, one, joinedInto(one.alert, incident.guid), now)),
  ];
  await ports.findings.save(writes);
  return writes.length > 0;
}

const read = (
  { findings }: IncidentPorts,
  { subscriptionId }: Place,
  guid: string,
): Promise<AlertDocument | undefined> => findings.alert(subscriptionId, guid, partitionOf(subscriptionId));

const partitionOf = (subscriptionId: string): { subscriptionId: string; rootId: string } => ({
  subscriptionId,
  rootId: `/subscriptions/${subscriptionId}`,
});

/** Suppression rules name incidents as they name alerts. */
async function suppressed(ports: IncidentPorts, { subscriptionId }: Place, incident: Alert, now: Date): Promise<Alert> {
  const { rules } = await ports.alertSettings.of(subscriptionId);
  const name = suppressedBy(
    rules.map(({ rule }) => rule),
    incident,
    now,
  );
  return name === undefined ? incident : { ...incident, status: 'Dismissed', suppressedBy: name };
}

function batchOf(
  { workspaceId, subscriptionId }: Place,
  before: AlertDocument | undefined,
  alert: Alert,
  now: Date,
): [AlertDocument, OutboxDocument] {
  const id = alertId(alert.guid);
  const version = (before?.version ?? 0) + 1;
  const shared = { ...partitionOf(subscriptionId), workspaceId, resourceId: alert.resourceId, version };
  // The times of exports are those of before unless this one is told of.
  const isTold = alert.incident?.exportedAt !== before?.alert.incident?.exportedAt;
  return [
    { ...shared, id, kind: 'alert', ttl: alertSeconds, alert, ...(before?._etag && { _etag: before._etag }) },
    outboxDocument(
      { ...shared, itemId: id, at: now.toISOString() },
      { of: 'alert', change: version === 1 ? 'created' : 'updated', alert, ...(isTold && { exported: true }) },
    ),
  ];
}
