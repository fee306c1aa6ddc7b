import type { FindingDocument } from '../../model/documents/findings';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';

/** The recommendation that tells which machines lack the collector. */
export const agentRecommendation = 'machine/agentInstalled';

const width = 8;

/**
 * Puts on the queue each machine that a batch of the feed of `findings` says has lost, or never had, its collector, and each that
 * needs none any more; only where auto-provisioning is on.
 */
export async function enqueueDeployments(
  ports: Pick<Ports, 'provisioning' | 'work'>,
  documents: readonly FindingDocument[],
): Promise<{ deployments: number }> {
  const machines = new Map<string, string>();
  for (const document of documents) {
    if (document.kind !== 'outbox' || document.item.of !== 'judgement') continue;
    const { before, after } = document.item;
    const [was, is] = [before[agentRecommendation], after[agentRecommendation]];
    if (was !== is && (was === 'Unhealthy' || is === 'Unhealthy'))
      machines.set(document.resourceId.toLowerCase(), document.subscriptionId);
  }
  const on = new Set<string>();
  await eachOf([...new Set(machines.values())], width, async (subscriptionId) => {
    if ((await ports.provisioning.setting(subscriptionId))?.autoProvision === 'On') on.add(subscriptionId);
  });
  const wanted = [...machines].filter(([, subscriptionId]) => on.has(subscriptionId));
  await eachOf(wanted, width, ([machineId]) => ports.work.send({ kind: 'deployAgent', machineId }));
  return { deployments: wanted.length };
}
