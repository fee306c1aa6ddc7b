import type { HubPositionDocument } from '../../model/ingestMetrics';

/** How far the hub is ahead of what is done; null where nobody can tell. */
export interface PartitionState {
  partition: string;
  lastSequence: number | null;
  lastEnqueuedAt: string | null;
  doneSequence: number | null;
  doneEnqueuedAt: string | null;
  /** Messages on the hub that are not done. */
  lagMessages: number | null;
  /** Age of the newest message that is done while others wait: none of them is older. 0 when none waits. */
  lagSeconds: number | null;
}

/** What the hub says of one partition. */
export interface HubEnd {
  partitionId: string;
  firstSequence: number;
  lastSequence: number;
  lastEnqueuedAt: string;
}

/** `ends` is undefined when the hub could not be asked. */
export function partitionStates(
  ends: readonly HubEnd[] | undefined,
  positions: readonly HubPositionDocument[],
  now: Date,
): PartitionState[] {
  const known = new Map(positions.map((position) => [position.partitionId, position]));
  const ids = new Set([...(ends ?? []).map(({ partitionId }) => partitionId), ...(ends ? [] : known.keys())]);
  return [...ids]
    .sort((a, b) => Number(a) - Number(b))
    .map((id) =>
      stateOf(
        id,
        ends?.find(({ partitionId }) => partitionId === id),
        known.get(id),
        now,
      ),
    );
}

function stateOf(
  partition: string,
  end: HubEnd | undefined,
  done: HubPositionDocument | undefined,
  now: Date,
): PartitionState {
  const about = {
    partition,
    lastSequence: end?.lastSequence ?? null,
    lastEnqueuedAt: end && end.lastSequence >= 0 ? end.lastEnqueuedAt : null,
    doneSequence: done?.sequence ?? null,
    doneEnqueuedAt: done?.enqueuedAt ?? null,
  };
  if (!end) return { ...about, lagMessages: null, lagSeconds: null };
  const lagMessages = Math.max(0, messagesAfter(end, done));
  if (lagMessages === 0) return { ...about, lagMessages, lagSeconds: 0 };
  const seconds = done && Math.max(0, Math.round((now.getTime() - Date.parse(done.enqueuedAt)) / 1000));
  return { ...about, lagMessages, lagSeconds: seconds ?? null };
}

/** What the hub dropped by age counts no more: nobody can do it. A hub made anew counts from its first message again. */
function messagesAfter({ firstSequence, lastSequence }: HubEnd, done: HubPositionDocument | undefined): number {
  if (lastSequence < 0) return 0;
  const held = lastSequence - Math.max(0, firstSequence) + 1;
  if (!done || done.sequence > lastSequence) return held;
  return Math.min(held, lastSequence - done.sequence);
}
