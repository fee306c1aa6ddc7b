import { recommendationsFor } from '../core/posture/judgeResources';
import type { Recommendation } from '../core/posture/recommendation';
import type { JudgementDocument, Partition } from '../model/documents';
import { parseResourceId } from '../model/resourceId';
import { allPages } from './allPages';
import type { Ports } from './ports';

/**
 * The judgements kept in one partition, by resource id. A top-level resource holds all of its partition, so one list
 * answers; a subscription or resource group is its own partition and at the same time a scope over all below it: there
 * single reads answer, for the resources that are judged and those that were `removed`.
 */
export async function storedJudgements(
  ports: Pick<Ports, 'findings' | 'resources'>,
  recommendations: readonly Recommendation[],
  partition: Partition,
  removed: readonly string[],
): Promise<Map<string, JudgementDocument>> {
  const found = new Map<string, JudgementDocument>();
  const keep = (document: JudgementDocument) => found.set(parseResourceId(document.resourceId).id, document);

  if (partition.subscriptionId !== 'none' && partition.rootId.includes('/providers/')) {
    const list = allPages((options) => ports.findings.judgements(partition.rootId, options));
    for await (const document of list) keep(document);
    return found;
  }
  const documents = await ports.resources.load(partition);
  const judged = documents.filter(({ resource }) => recommendationsFor(resource.type, recommendations).length > 0);
  const ids = new Set([...judged.map(({ resourceId }) => resourceId), ...removed].map((id) => parseResourceId(id).id));
  for (const id of ids) {
    const document = await ports.findings.judgement(partition, id);
    if (document) keep(document);
  }
  return found;
}
