import { outboxId } from '../core/documentIds';
import type { AlertStatus } from '../model/alert';
import type { AlertDocument, OutboxDocument } from '../model/documents';
import { Conflict, type Ports } from './ports';

const maxAttempts = 8;
const outboxSeconds = 7 * 24 * 3600;

/**
 * Gives an alert another state and says so in the outbox, in one save. Every transition is allowed; the state it already
 * has changes nothing. Answers the alert as it is then, or undefined when there is none. Throws Conflict only when other
 * writers won every one of several attempts.
 */
export async function changeAlertStatus(
  ports: Pick<Ports, 'findings' | 'now'>,
  { subscriptionId, guid, status }: { subscriptionId: string; guid: string; status: AlertStatus },
): Promise<AlertDocument | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await ports.findings.alert(subscriptionId, guid);
    if (!found || found.alert.status === status) return found;
    const changed = { ...found, version: found.version + 1, alert: { ...found.alert, status } };
    try {
      await ports.findings.save([changed, outboxOf(changed, ports.now().toISOString())]);
      return changed;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === maxAttempts) throw error;
    }
  }
}

function outboxOf(document: AlertDocument, at: string): OutboxDocument {
  const { workspaceId, subscriptionId, rootId, resourceId, version, alert } = document;
  return {
    kind: 'outbox',
    id: outboxId(document.id, version),
    workspaceId,
    subscriptionId,
    rootId,
    resourceId,
    itemId: document.id,
    version,
    at,
    ttl: outboxSeconds,
    item: { of: 'alert', change: 'updated', alert },
  };
}
