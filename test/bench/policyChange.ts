import { createPosture } from '../../shared/core/posture/plan/posture';
import { noSurroundings } from '../../shared/core/posture/plan/surroundings';
import { judgePartition } from '../../shared/flows/judgePartition';
import type { PostureDirectory } from '../../shared/flows/postureDirectory';
import type { JsonObject } from '../../shared/model/json';
import type { Resource } from '../../shared/model/resource';
import { parseResourceId } from '../../shared/model/resourceId';
import { policyDocument } from '../core/posture/plan/policy.samples';
import { documentOf } from '../core/posture/posture.samples';
import { memoryPorts } from '../doubles/memoryPorts';

const rounds = 300;

export interface ChangeFigures {
  partitionReads: number;
  readsBeyond: number;
  cpuMicroseconds: number;
}

const properties = (row: JsonObject) => row['properties'] as JsonObject;

/**
 * What one change of a resource costs where an initiative is assigned at its subscription: the product's own flow over stores in
 * memory, which count how often it reads. `resources` lie in one partition.
 */
export async function policyChange(
  definitions: readonly JsonObject[],
  initiative: JsonObject,
  resources: readonly Resource[],
): Promise<ChangeFigures> {
  const scope = `/subscriptions/${parseResourceId(resources[0]!.id).subscriptionId}`;
  const assignment = policyDocument(`${scope}/providers/Microsoft.Authorization/policyAssignments/bench`, {
    policyDefinitionId: initiative['id'],
  });
  const kept = [...definitions, initiative].map((row) => policyDocument(row['id'] as string, properties(row)));
  const posture = createPosture({
    recommendations: [],
    chain: [scope, '/'],
    plans: {},
    documents: [...kept, assignment],
  });
  let [partitionReads, readsBeyond] = [0, 0];
  const { ports } = memoryPorts();
  for (const resource of resources) await ports.resources.save(documentOf(resource));
  const counted: typeof ports = {
    ...ports,
    resources: {
      ...ports.resources,
      load: (partition) => {
        partitionReads += 1;
        return ports.resources.load(partition);
      },
    },
  };
  const directory: PostureDirectory = {
    of: async () => posture,
    around: async () => {
      readsBeyond += 1;
      return noSurroundings;
    },
    assigned: async () => [],
    namedIn: async () => [],
    forget: () => undefined,
  };
  const partition = documentOf(resources[0]!);
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    await ports.resources.save(documentOf({ ...resources[0]!, tags: { round: String(round) } }));
    await judgePartition(counted, directory, partition);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    partitionReads: partitionReads / rounds,
    readsBeyond: readsBeyond / rounds,
    cpuMicroseconds: (user + system) / rounds,
  };
}
