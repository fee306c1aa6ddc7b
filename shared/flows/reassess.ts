import { addStaleness } from '../core/posture/freshness/staleness';
import { eachOf } from './eachOf';
import { addSummaries, judgePartition, type JudgeSummary, nothingJudged } from './judgePartition';
import type { Ports } from './ports';
import type { WorkMessage } from './ports/queues';
import type { JudgedBy } from './postureDirectory';
import type { Home } from './saveSnapshots';
import { settleFreshness } from './settleFreshness';
import { enqueuePerSubscription } from './subscriptionWork';

const rootsPerPiece = 200;
const width = 8;

/** For the timer: one piece of work per subscription. */
export const enqueueReassess = (ports: Pick<Ports, 'settings' | 'work'>): Promise<{ subscriptions: number }> =>
  enqueuePerSubscription(ports, (subscriptionId) => ({ kind: 'reassessSubscription', subscriptionId }));

/**
 * Judges the next partitions of a subscription and puts the rest on the queue. Needed where no resource changed and still
 * a verdict is missing or out of date: after a deployment with other recommendations, or when a change was lost. Judging
 * again is the test for both; it writes only what differs. Marks verdicts whose snapshots have become too old, and settles at
 * the end of the round what is known of them.
 */
export async function reassessSubscription(
  ports: Pick<Ports, 'now' | 'resources' | 'findings' | 'work' | 'log' | 'alertSettings' | 'meter'>,
  judgedBy: JudgedBy,
  { subscriptionId, continuation, stale, since }: Extract<WorkMessage, { kind: 'reassessSubscription' }>,
  home: Home,
): Promise<JudgeSummary & { partitions: number }> {
  const roots = await ports.resources.roots(subscriptionId, { top: rootsPerPiece, continuation });
  let total = nothingJudged;
  await eachOf(roots.items, width, async (partition) => {
    const summary = await judgePartition(ports, judgedBy, partition, since);
    total = addSummaries(total, summary);
  });
  if (total.stale > 0) ports.log.warn('Verdicts rest on old snapshots', { subscriptionId, verdicts: total.stale });
  const staleness = addStaleness(stale ?? {}, total.staleness);
  if (roots.continuation) {
    const rest = { subscriptionId, continuation: roots.continuation, stale: staleness, ...(since && { since }) };
    await ports.work.send({ kind: 'reassessSubscription', ...rest });
  } else {
    await settleFreshness(ports, home, subscriptionId, staleness);
  }
  return { partitions: roots.items.length, ...total };
}
