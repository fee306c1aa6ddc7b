import type { JudgementDocument } from '../model/documents/findings';
import type { Partition } from '../model/documents/stored';
import { parseResourceId } from '../model/resourceId';
import { allPages } from './allPages';
import type { Ports } from './ports';

/** The judgements kept in one partition, by resource id. */
export async function storedJudgements(
  ports: Pick<Ports, 'findings'>,
  partition: Partition,
): Promise<Map<string, JudgementDocument>> {
  const found = new Map<string, JudgementDocument>();
  const list = allPages((options) => ports.findings.judgementsIn(partition, options));
  for await (const document of list) found.set(parseResourceId(document.resourceId).id, document);
  return found;
}
