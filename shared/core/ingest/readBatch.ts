import { positionOf } from '../../model/eventPage';
import type { QuarantineEntry } from '../../model/quarantine';
import type { DecodeLimits } from './decodedBody';
import { decode } from './decode';
import type { HubBatch, HubMessage } from './hubMessages';
import { normalise } from './normalise';
import type { PlacedEvent } from './pages';
import type { Source } from './source';

/** An event of a batch with when its message arrived (ISO). */
export interface ArrivedEvent extends PlacedEvent {
  enqueuedAt: string;
}

export interface ReadBatch {
  /** Records, plus one for each body that cannot be split into records. */
  received: number;
  /** In the order of their positions. */
  events: ArrivedEvent[];
  quarantined: QuarantineEntry[];
}

/**
 * Reads the messages of one hub partition. Each record counts once: with the first event that it went into, or in the
 * quarantine. Never throws for input.
 */
export function readBatch({ partitionId, messages }: HubBatch, sources: Source[], limits: DecodeLimits): ReadBatch {
  const batch: ReadBatch = { received: 0, events: [], quarantined: [] };
  for (const message of messages) {
    const { records, rejected } = decode(message.body, limits);
    const read = normalise(records, contextOf(partitionId, message), sources);
    batch.received += records.length + rejected.length;
    const counted = new Set<number>();
    read.events.forEach(({ event, covers }, ordinal) => {
      const own = covers.filter((index) => !counted.has(index));
      own.forEach((index) => counted.add(index));
      const position = positionOf(message.sequence, ordinal);
      batch.events.push({ event, position, records: own.length, enqueuedAt: message.enqueuedAt });
    });
    for (const entry of [...rejected, ...read.rejected]) {
      const { sequence, enqueuedAt } = message;
      batch.quarantined.push({ ...entry, hubPartition: partitionId, sequence, enqueuedAt });
    }
  }
  return batch;
}

function contextOf(partitionId: string, { sequence, enqueuedAt, properties }: HubMessage) {
  const resourceId = typeof properties['resourceId'] === 'string' ? properties['resourceId'] : '';
  return { enqueuedAt, resourceId, position: `${partitionId}/${sequence}` };
}
