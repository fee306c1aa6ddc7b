import { alertFromFinding } from '../core/alert/alertFromFinding';
import { mergeAlert } from '../core/alert/mergeAlert';
import { alertId, outboxId, partitionOf } from '../core/documentIds';
import type { Finding } from '../core/detect/detector';
import type { Alert } from '../model/alert';
import type { AlertDocument, OutboxDocument, Partition } from '../model/documents';
import { Conflict, type Ports } from './ports';
import type { Home } from './saveSnapshots';
import { untilSaved } from './untilSaved';

const outboxSeconds = 7 * 24 * 3600;
const alertSeconds = 90 * 24 * 3600;

/**
 * Turns findings into alerts. An alert's id comes from rule, entity and window, so the same finding again is the same
 * alert: the first successful create fixes its start and name, later ones are merged, and what was counted is not counted
 * again. Answers how many alerts are new.
 */
export async function raiseAlerts(
  ports: Pick<Ports, 'now' | 'findings'>,
  home: Home,
  findings: Finding[],
): Promise<number> {
  let created = 0;
  for (const finding of findings) {
    const placed = finding.resourceId ? finding : { ...finding, resourceId: `/subscriptions/${home.subscriptionId}` };
    if (await untilSaved(() => raise(ports, home, placed))) created += 1;
  }
  return created;
}

async function raise(ports: Pick<Ports, 'now' | 'findings'>, home: Home, finding: Finding): Promise<boolean> {
  const partition = partitionOf(finding.resourceId);
  const fresh = alertFromFinding(finding, { location: home.location, now: ports.now().toISOString() });
  try {
    await ports.findings.save(documentsOf(ports, home, partition, fresh, 1));
    return true;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  const stored = await ports.findings.alert(partition.subscriptionId, fresh.guid, partition);
  if (!stored) throw new Conflict('The alert was there and is gone');
  const merged = mergeAlert(stored.alert, finding);
  if (!merged) return false;
  const version = stored.version + 1;
  const [item, outbox] = documentsOf(ports, home, partition, merged, version);
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
