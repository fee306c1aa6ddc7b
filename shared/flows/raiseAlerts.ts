import { alertFromFinding } from '../core/alert/alertFromFinding';
import { mergeAlert } from '../core/alert/mergeAlert';
import { alertId, outboxId, partitionOf } from '../core/documentIds';
import type { Finding } from '../core/detect/detector';
import type { Alert } from '../model/alert';
import type { AlertDocument, OutboxDocument, Partition } from '../model/documents';
import { isStorableId, parseResourceId } from '../model/resourceId';
import { Conflict, type Ports } from './ports';
import type { Home } from './saveSnapshots';
import { untilSaved } from './untilSaved';

const outboxSeconds = 7 * 24 * 3600;
const alertSeconds = 90 * 24 * 3600;

/**
 * Turns findings into alerts. An alert's id comes from rule, entity and window, so the same finding again is the same
 * alert: the first successful create fixes its start and name, later ones are merged, and what was counted is not counted
 * again. Findings of one alert are written together. Answers how many alerts are new.
 */
export async function raiseAlerts(
  ports: Pick<Ports, 'now' | 'findings'>,
  home: Home,
  findings: Finding[],
): Promise<number> {
  const context = { location: home.location, now: ports.now().toISOString() };
  const groups = new Map<string, Finding[]>();
  for (const finding of findings.map((one) => placed(one, home))) {
    const { guid } = alertFromFinding(finding, context);
    groups.set(guid, [...(groups.get(guid) ?? []), finding]);
  }
  let created = 0;
  for (const group of groups.values()) {
    const fresh = group.slice(1).reduce(merged, alertFromFinding(group[0]!, context));
    if (await untilSaved(() => raise(ports, home, fresh, group))) created += 1;
  }
  return created;
}

/** Findings about no resource of a subscription, or about an id that no document could carry, belong to the home subscription. */
function placed(finding: Finding, home: Home): Finding {
  const { subscriptionId } = parseResourceId(finding.resourceId);
  if (subscriptionId !== '' && isStorableId(finding.resourceId)) return finding;
  const named = finding.resourceId && { 'Reported resource': finding.resourceId };
  return {
    ...finding,
    resourceId: `/subscriptions/${home.subscriptionId}`,
    extendedProperties: { ...finding.extendedProperties, ...named },
  };
}

const merged = (alert: Alert, finding: Finding): Alert => mergeAlert(alert, finding) ?? alert;

async function raise(
  ports: Pick<Ports, 'now' | 'findings'>,
  home: Home,
  fresh: Alert,
  findings: Finding[],
): Promise<boolean> {
  const partition = partitionOf(fresh.resourceId);
  try {
    await ports.findings.save(documentsOf(ports, home, partition, fresh, 1));
    return true;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  const stored = await ports.findings.alert(partition.subscriptionId, fresh.guid, partition);
  if (!stored) throw new Conflict('The alert was there and is gone');
  const alert = findings.reduce(merged, stored.alert);
  if (alert === stored.alert) return false;
  const [item, outbox] = documentsOf(ports, home, partition, alert, stored.version + 1);
  await ports.findings.save([{ ...item, _etag: stored._etag! }, outbox]);
  return false;
}

function documentsOf(
  ports: Pick<Ports, 'now'>,
  home: Home,
  partition: Partition,
  alert: Alert,
  version: number,
): [AlertDocument, OutboxDocument] {
  const id = alertId(alert.guid);
  const shared = { ...partition, workspaceId: home.workspaceId, resourceId: alert.resourceId, version };
  return [
    { ...shared, id, kind: 'alert', ttl: alertSeconds, alert },
    {
      ...shared,
      id: outboxId(id, version),
      kind: 'outbox',
      ttl: outboxSeconds,
      itemId: id,
      at: ports.now().toISOString(),
      item: { of: 'alert', change: version === 1 ? 'created' : 'updated', alert },
    },
  ];
}
