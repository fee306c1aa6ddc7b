import type { Recommendation } from '../core/posture/recommendation';
import type { Partition, ResourceDocument } from '../model/documents';
import { eachOf } from './eachOf';
import { addSummaries, judgePartition, type JudgeSummary, nothingJudged } from './judgePartition';
import type { Ports } from './ports';

const width = 8;

/** Judges every partition that a batch of the feed of `resources` touches, once each. */
export async function onResourceChange(
  ports: Pick<Ports, 'now' | 'resources' | 'findings'>,
  recommendations: readonly Recommendation[],
  documents: readonly ResourceDocument[],
): Promise<JudgeSummary & { partitions: number }> {
  const touched = new Map<string, { partition: Partition; removed: string[] }>();
  for (const { subscriptionId, rootId, resourceId, deleted } of documents) {
    const key = `${subscriptionId}|${rootId}`;
    const entry = touched.get(key) ?? { partition: { subscriptionId, rootId }, removed: [] };
    touched.set(key, entry);
    if (deleted) entry.removed.push(resourceId);
  }
  let total = nothingJudged;
  await eachOf([...touched.values()], width, async ({ partition, removed }) => {
    const summary = await judgePartition(ports, recommendations, partition, removed);
    total = addSummaries(total, summary);
  });
  return { partitions: touched.size, ...total };
}
