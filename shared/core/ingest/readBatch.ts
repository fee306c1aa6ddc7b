import { positionOf } from '../../model/eventPage';
import type { QuarantineEntry } from '../../model/quarantine';
import type { DecodeLimits } from './decodedBody';
import { decode } from './decode';
import type { HubBatch, HubMessage } from './hubMessages';
import { type ArrivedPart, isJoinable, joinParts } from './joinParts';
import { normalise } from './normalise';
import type { PlacedEvent } from './pages';
import { bodyPosition, keptProperties } from './replayedProperties';
import type { RecordMapping, Source } from './source';

/** An event of a batch with when its message arrived (ISO). */
export interface ArrivedEvent extends PlacedEvent {
  enqueuedAt: string;
  /** Of an event whose records came in several messages: what each message alone tells of it, the first at the same position. */
  parts?: ArrivedEvent[];
}

export interface ReadBatch {
  /** Records, plus one for each body that cannot be split into records. */
  received: number;
  /** In the order of their positions. */
  events: ArrivedEvent[];
  quarantined: QuarantineEntry[];
}

/** How the settings of the workspace of a message read what no source knows. */
export type MappingsOf = (message: HubMessage) => readonly RecordMapping[] | undefined;

/**
 * Reads the messages of one hub partition. Each record counts once: with the first event that it went into, or in the
 * quarantine. Never throws for input.
 */
export function readBatch(
  { partitionId, messages }: HubBatch,
  sources: Source[],
  limits: DecodeLimits,
  mappingsOf?: MappingsOf,
): ReadBatch {
  const batch: ReadBatch = { received: 0, events: [], quarantined: [] };
  const parts: ArrivedPart[] = [];
  for (const message of messages) {
    const { records, rejected } = decode(message.body, limits);
    const mappings = mappingsOf?.(message);
    const context = { ...contextOf(partitionId, message), ...(mappings && { mappings }) };
    const read = normalise(records, context, sources);
    batch.received += records.length + rejected.length;
    const counted = new Set<number>();
    const joinable = messages.length > 1 && isJoinable(message);
    read.events.forEach(({ event, covers, part }, ordinal) => {
      const own = covers.filter((index) => !counted.has(index));
      own.forEach((index) => counted.add(index));
      const position = positionOf(message.sequence, ordinal);
      const arrived = { event, position, records: own.length, enqueuedAt: message.enqueuedAt };
      batch.events.push(arrived);
      if (joinable && part) parts.push({ ...part, arrived });
    });
    for (const entry of [...rejected, ...read.rejected]) {
      const { sequence, enqueuedAt } = message;
      const properties = keptProperties(message.properties);
      const place = { hubPartition: partitionId, sequence, enqueuedAt };
      batch.quarantined.push({ ...entry, ...place, ...(properties && { properties }) });
    }
  }
  return { ...batch, events: joinParts(batch.events, parts) };
}

function contextOf(partitionId: string, { sequence, enqueuedAt, properties }: HubMessage) {
  const resourceId = typeof properties['resourceId'] === 'string' ? properties['resourceId'] : '';
  return { enqueuedAt, resourceId, position: bodyPosition(partitionId, sequence, properties) };
}
