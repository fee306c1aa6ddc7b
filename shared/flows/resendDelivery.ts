import type { Automation } from '../model/automation';
import type { RunDocument } from '../model/documents/runs';
import { Rejected } from '../model/rejected';
import type { Ports } from './ports';

/**
 * Sends a parked delivery again, with all its attempts before it. The row is marked after that: should the mark fail, it is sent
 * twice, and receivers know it by its delivery id. Throws Conflict when the row changed since it was read, Rejected when it cannot
 * be sent.
 */
export async function resendDelivery(
  ports: Pick<Ports, 'now' | 'runs' | 'deliveries'>,
  automation: Automation,
  run: RunDocument,
): Promise<void> {
  if (run.status !== 'Parked')
    throw new Rejected('NotParked', `The delivery is ${run.status.toLowerCase()}: only parked ones are resent`);
  if (!automation.isEnabled)
    throw new Rejected('AutomationDisabled', 'The automation is switched off: enable it, then resend');
  const action = run.actionIndex ?? automation.actions.findIndex(({ actionType }) => actionType === run.action);
  if (automation.actions[action]?.actionType !== run.action)
    throw new Rejected('ActionGone', 'The automation does not have this action any more: nothing can be resent');
  await ports.deliveries.send({ automationId: run.automationId, action, attempt: 1, outbox: run.outbox });
  await ports.runs.replace({ ...run, status: 'Resent', resentAt: ports.now().toISOString() });
}
