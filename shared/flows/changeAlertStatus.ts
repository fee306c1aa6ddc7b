import type { Alert, AlertStatus, AlertVerdict } from '../model/alert';
import type { AlertDocument } from '../model/documents/findings';
import { outboxDocument } from './outboxDocument';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';

const maxAttempts = 8;

export interface StatusChange {
  status: AlertStatus;
  verdict?: AlertVerdict | undefined;
}

const verdictOf: Partial<Record<AlertStatus, AlertVerdict>> = { Resolved: 'TruePositive', Dismissed: 'FalsePositive' };

/**
 * Gives an alert another state, with what was found out about it, and says so in the outbox, in one save. Every transition is
 * allowed; what it already has changes nothing. Who resolves an alert without a word says that it was right, who dismisses it
 * that it was false. Answers the alert as it is then, or undefined when there is none. Throws Conflict only when other
 * writers won every one of several attempts.
 */
export async function changeAlertStatus(
  ports: Pick<Ports, 'findings' | 'now' | 'meter'>,
  { subscriptionId, guid, ...change }: { subscriptionId: string; guid: string } & StatusChange,
): Promise<AlertDocument | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await ports.findings.alert(subscriptionId, guid);
    const alert = found && changedBy(found.alert, change, ports.now().toISOString());
    if (!found || !alert) return found;
    const changed = { ...found, version: found.version + 1, alert };
    try {
      const told = { ...changed, itemId: changed.id, at: ports.now().toISOString() };
      await ports.findings.save([changed, outboxDocument(told, { of: 'alert', change: 'updated', alert })]);
      count(ports, alert);
      return changed;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === maxAttempts) throw error;
    }
  }
}

/** Undefined when nothing changes. What is open again is not judged any more. */
function changedBy(alert: Alert, { status, verdict }: StatusChange, at: string): Alert | undefined {
  const value = status === 'Active' ? undefined : (verdict ?? verdictOf[status]);
  if (alert.status === status && (verdict === undefined || verdict === alert.verdict?.value)) return undefined;
  const { verdict: _before, ...rest } = alert;
  return { ...rest, status, ...(value && { verdict: { value, at } }) };
}

function count({ meter }: Pick<Ports, 'meter'>, { ruleId, alertType, verdict, isIncident, standsAlone }: Alert): void {
  if (verdict && !isIncident && !standsAlone) meter.closed({ ruleId, alertType, verdict: verdict.value });
}
