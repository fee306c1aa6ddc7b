import { partitionOf } from '../../core/documentIds';
import type { Recommendation } from '../../core/posture/recommendation';
import { byType, resourceGraph } from '../../core/posture/resourceGraph';
import { exportedFindingType, type SubAssessment } from '../../core/posture/checks/subAssessment';
import type { Partition } from '../../model/documents/stored';
import { machineFindingType } from '../../model/machineFinding';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import type { Listed, ListOptions } from '../ports/listed';

/** A finding with the resource and the assessment that it belongs to. */
export interface ListedFinding {
  resourceId: string;
  assessmentKey: string;
  finding: SubAssessment;
}

const width = 4;

/**
 * Findings at or below a scope, in the order in which the store has what they are made of: each page reads the partitions that it
 * names, once. What is kept and is no finding, such as a scan that found nothing, makes a page shorter.
 */
export async function listFindings(
  ports: Pick<Ports, 'resources'>,
  recommendations: readonly Recommendation[],
  scope: string,
  options: ListOptions,
): Promise<Listed<ListedFinding>> {
  const types = [machineFindingType, exportedFindingType];
  const { items, continuation } = await ports.resources.assets({ scope, types }, options);
  const withFindings = recommendations.filter((one) => one.subAssessments !== undefined);
  const partitions = new Map(items.map(({ resourceId }) => [partitionOf(resourceId).rootId, partitionOf(resourceId)]));
  const found = new Map<string, ListedFinding[]>();
  await eachOf([...partitions], width, async ([rootId, partition]) => {
    found.set(rootId, await findingsIn(ports, withFindings, partition));
  });
  const listed = items.flatMap(({ rootId, resource }) =>
    (found.get(rootId) ?? []).filter(({ finding }) => finding.from?.toLowerCase() === resource.id.toLowerCase()),
  );
  return { items: [...new Set(listed)], ...(continuation !== undefined && { continuation }) };
}

async function findingsIn(
  ports: Pick<Ports, 'resources'>,
  recommendations: readonly Recommendation[],
  partition: Partition,
): Promise<ListedFinding[]> {
  const documents = (await ports.resources.load(partition)).filter(({ copyOf }) => copyOf === undefined);
  const types = byType(documents.map(({ resource }) => resource));
  return documents.flatMap(({ resource }) =>
    recommendations
      .filter(({ appliesTo }) => appliesTo.some((type) => type.toLowerCase() === resource.type.toLowerCase()))
      .flatMap((one) =>
        (one.subAssessments?.(resource, resourceGraph(resource, types)) ?? []).map((finding) => ({
          resourceId: resource.id,
          assessmentKey: one.assessmentKey,
          finding,
        })),
      ),
  );
}
