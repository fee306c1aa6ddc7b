import type { ArrivedEvent } from '../core/ingest/readBatch';
import { identitiesIn, type Lanes } from './pageLanes';
import type { PartitionMemory } from './partitionMemory';

/**
 * The events with those taken apart that were joined over messages and of which a part is stored, but not the whole: an earlier
 * delivery cut its batches otherwise. Each part is then judged for itself, so that none is lost or stored twice. Undefined when
 * there is nothing to take apart.
 */
export async function takeApart(
  memory: PartitionMemory,
  homeWorkspaceId: string,
  lanes: Lanes,
  events: ArrivedEvent[],
): Promise<ArrivedEvent[] | undefined> {
  if (!events.some(({ parts }) => parts)) return undefined;
  const apart = new Set<ArrivedEvent>();
  for (const [at, arrived] of events.entries()) {
    if (arrived.parts === undefined) continue;
    const { pk, key } = lanes.ofEach[at]!;
    const [own, ...joined] = identitiesIn(key.workspaceId, homeWorkspaceId, arrived.event);
    if (memory.fingerprints.has(own!)) continue;
    const isPartKnown = joined.some((each) => memory.fingerprints.has(each));
    if (isPartKnown || arrived.position <= (await memory.heldUpTo(pk))) apart.add(arrived);
  }
  if (apart.size === 0) return undefined;
  return events
    .flatMap((arrived) => (apart.has(arrived) ? arrived.parts! : [arrived]))
    .sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
}
