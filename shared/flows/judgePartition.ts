import { judgeResources } from '../core/posture/judgeResources';
import { addStaleness, type Staleness, stalenessOf } from '../core/posture/freshness/staleness';
import type { Partition } from '../model/documents/stored';
import { parseResourceId } from '../model/resourceId';
import { judgementWrite, removalOutbox } from './judgementOutbox';
import { judgingOf } from './judging';
import type { Ports } from './ports';
import type { JudgedBy } from './postureDirectory';
import { storedJudgements } from './storedJudgements';
import { untilSaved } from './untilSaved';

/** Resources judged, judgements written and removed, verdicts whose snapshot is too old, and those by their limit. */
export interface JudgeSummary {
  judged: number;
  changed: number;
  removed: number;
  stale: number;
  staleness: Staleness;
}

export const nothingJudged: JudgeSummary = { judged: 0, changed: 0, removed: 0, stale: 0, staleness: {} };

/** Resources per batch: with their outbox documents far below the 100 operations and 2 MB of a transactional batch. */
const perBatch = 20;

/**
 * Judges all resources of one partition and saves the judgements in which a verdict changed, each in one batch with its
 * outbox document. An unchanged judgement is not written when its snapshot was seen again: how old the snapshot is, the
 * resource says; it is when that makes a verdict stale, or fresh again. `since` (ISO) is when a policy changed, of which no older
 * knowledge may be used.
 */
export async function judgePartition(
  ports: Pick<Ports, 'now' | 'resources' | 'findings'>,
  judgedBy: JudgedBy,
  partition: Partition,
  since?: string,
): Promise<JudgeSummary> {
  const total = { ...nothingJudged };
  await untilSaved(async () => {
    // Judgements first: whoever writes one after this makes the save below a conflict, so an older reading of the
    // resources never replaces the judgement of a newer one.
    const stored = await storedJudgements(ports, partition);
    const documents = await ports.resources.load(partition);
    const previous = new Map([...stored].map(([id, { judgement }]) => [id, judgement]));
    const now = ports.now();
    const { recommendations, policies } = await judgingOf(judgedBy, partition, documents, { now, since });
    const judged = judgeResources(documents, recommendations, previous, now, policies);
    total.judged = judged.length;
    total.stale = judged.reduce((sum, { stale }) => sum + stale.length, 0);
    total.staleness = judged
      .map(({ document, stale }) => stalenessOf(document.resourceId, stale))
      .reduce(addStaleness, {});

    const changed = judged.filter((one) => one.changed || one.marked);
    for (let at = 0; at < changed.length; at += perBatch) {
      const writes = changed
        .slice(at, at + perBatch)
        .map((one) => judgementWrite(one, stored.get(parseResourceId(one.document.resourceId).id), now));
      await ports.findings.save(writes.flat());
      total.changed += changed.slice(at, at + perBatch).filter((one) => one.changed).length;
    }

    for (const { document } of judged) stored.delete(parseResourceId(document.resourceId).id);
    for (const gone of stored.values()) {
      await ports.findings.remove(gone, removalOutbox(gone, now));
      total.removed += 1;
    }
  });
  return total;
}

export const addSummaries = (a: JudgeSummary, b: JudgeSummary): JudgeSummary => ({
  judged: a.judged + b.judged,
  changed: a.changed + b.changed,
  removed: a.removed + b.removed,
  stale: a.stale + b.stale,
  staleness: addStaleness(a.staleness, b.staleness),
});
