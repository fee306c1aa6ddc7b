import { isReadByOthers } from '../core/posture/plan/surroundings';
import type { Partition } from '../model/documents/stored';
import type { ResourceDocument } from '../model/documents/resources';
import { eachOf } from './eachOf';
import { addSummaries, judgePartition, type JudgeSummary, nothingJudged } from './judgePartition';
import { type JudgedMemory, judgedMemory } from './judgedMemory';
import { directoryOf } from './judging';
import type { Ports } from './ports';
import type { JudgedBy } from './postureDirectory';

const width = 8;

/**
 * Judges every partition that a batch of the feed of `resources` touches, once each. What `memory` knows as judged is left out:
 * a snapshot that shows nothing new makes the resource fresh, since that is read from the resource itself, and no more. Where
 * a policy about other resources reads a changed one, its subscription is put on the queue.
 */
export async function onResourceChange(
  ports: Pick<Ports, 'now' | 'resources' | 'findings' | 'work'>,
  judgedBy: JudgedBy,
  documents: readonly ResourceDocument[],
  memory: JudgedMemory = judgedMemory(),
): Promise<JudgeSummary & { partitions: number; unchanged: number }> {
  const news = documents.filter((document) => !memory.isJudged(document));
  const touched = new Map<string, Partition>();
  for (const { subscriptionId, rootId } of news) touched.set(`${subscriptionId}|${rootId}`, { subscriptionId, rootId });
  let total = nothingJudged;
  await eachOf([...touched.values()], width, async (partition) => {
    const summary = await judgePartition(ports, judgedBy, partition);
    total = addSummaries(total, summary);
  });
  await enqueueReaders(ports, judgedBy, news);
  for (const document of news) memory.remember(document);
  return { partitions: touched.size, unchanged: documents.length - news.length, ...total };
}

/** The feed is not so late that a snapshot which shows nothing new hides a change of before: what does is found by the timer. */
const longestLagMs = 3_600_000;

/** The daily walk shows everything again, and a new process remembers nothing of it. */
const isChange = ({ deleted, changedAt, observedAt }: ResourceDocument): boolean =>
  deleted === true || changedAt === undefined || Date.parse(observedAt) - Date.parse(changedAt) < longestLagMs;

/** Those that look at a changed resource from other partitions: through an existence check, or at their group or subscription. */
async function enqueueReaders(
  ports: Pick<Ports, 'now' | 'work'>,
  judgedBy: JudgedBy,
  documents: readonly ResourceDocument[],
): Promise<void> {
  const directory = directoryOf(judgedBy);
  if (!directory) return;
  const since = ports.now().toISOString();
  const own = documents.filter((document) => document.copyOf === undefined && isChange(document));
  for (const subscriptionId of new Set(own.map((one) => one.subscriptionId))) {
    const posture = await directory.of(subscriptionId);
    const types = new Set(own.filter((one) => one.subscriptionId === subscriptionId).map(({ type }) => type));
    if (![...types].some((type) => isReadByOthers(posture, type))) continue;
    await ports.work.send({ kind: 'reassessSubscription', subscriptionId, since });
  }
}
