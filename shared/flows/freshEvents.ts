import type { ArrivedEvent } from '../core/ingest/readBatch';
import type { TelemetryEvent } from '../model/telemetryEvent';
import { eachOf } from './eachOf';
import { identitiesIn, identityIn, type Lane, type Lanes } from './pageLanes';
import type { PartitionMemory } from './partitionMemory';

export type WorkspaceOf = (arrived: ArrivedEvent) => string;

/** Drops what its page partition holds already (redelivery) and what the sender sent before (same id in the same workspace). */
export async function withoutKnown(
  memory: PartitionMemory,
  homeId: string,
  lanes: Lanes,
  events: ArrivedEvent[],
): Promise<{ fresh: ArrivedEvent[]; duplicates: ArrivedEvent[]; workspaceOf: WorkspaceOf }> {
  const held = new Map<Lane, string>();
  await eachOf(lanes.all, 8, async (lane) => held.set(lane, await memory.heldUpTo(lane.pk)));
  const isHome = lanes.all.every(({ key }) => key.workspaceId === homeId);
  const workspaces = new Map<ArrivedEvent, string>();
  const inBatch = new Set<string>();
  const fresh: ArrivedEvent[] = [];
  const duplicates: ArrivedEvent[] = [];
  events.forEach((arrived, at) => {
    const lane = lanes.ofEach[at]!;
    const { workspaceId } = lane.key;
    if (!isHome) workspaces.set(arrived, workspaceId);
    const id = identityIn(workspaceId, homeId, arrived.event.id);
    if (arrived.position <= held.get(lane)! || inBatch.has(id) || memory.fingerprints.has(id)) {
      duplicates.push(arrived);
      return;
    }
    inBatch.add(id);
    if (arrived.event.joined) for (const each of identitiesIn(workspaceId, homeId, arrived.event)) inBatch.add(each);
    fresh.push(arrived);
    lane.fresh.push(arrived);
  });
  return { fresh, duplicates, workspaceOf: (arrived) => workspaces.get(arrived) ?? homeId };
}

/** Events of a batch by the workspace that they are of, each in their order. */
export function byWorkspace(fresh: ArrivedEvent[], workspaceOf: WorkspaceOf): Map<string, TelemetryEvent[]> {
  const groups = new Map<string, TelemetryEvent[]>();
  for (const arrived of fresh) {
    const workspaceId = workspaceOf(arrived);
    const group = groups.get(workspaceId);
    if (group) group.push(arrived.event);
    else groups.set(workspaceId, [arrived.event]);
  }
  return groups;
}
