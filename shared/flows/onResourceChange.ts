import type { Recommendation } from '../core/posture/recommendation';
import type { Partition, ResourceDocument } from '../model/documents';
import { eachOf } from './eachOf';
import { addSummaries, judgePartition, type JudgeSummary, nothingJudged } from './judgePartition';
import { type JudgedMemory, judgedMemory } from './judgedMemory';
import type { Ports } from './ports';

const width = 8;

/**
 * Judges every partition that a batch of the feed of `resources` touches, once each. What `memory` knows as judged is left out:
 * a snapshot that shows nothing new makes the resource fresh, since that is read from the resource itself, and no more.
 */
export async function onResourceChange(
  ports: Pick<Ports, 'now' | 'resources' | 'findings'>,
  recommendations: readonly Recommendation[],
  documents: readonly ResourceDocument[],
  memory: JudgedMemory = judgedMemory(),
): Promise<JudgeSummary & { partitions: number; unchanged: number }> {
  const news = documents.filter((document) => !memory.isJudged(document));
  const touched = new Map<string, { partition: Partition; removed: string[] }>();
  for (const { subscriptionId, rootId, resourceId, deleted } of news) {
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
  for (const document of news) memory.remember(document);
  return { partitions: touched.size, unchanged: documents.length - news.length, ...total };
}
