import type { NamedMapping } from '../../../model/sourceMapping';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { DecodeLimits } from '../decodedBody';
import { readBatch } from '../readBatch';
import type { Source } from '../source';
import { recordMappings } from './recordMapping';

export interface MappingPreview {
  events: (Shown & {
    /** Whether the mapping read it: another source that knows the record goes first. */
    mapped: boolean;
  })[];
  unreadable: { code: string; reason: string }[];
}

/** What would come of a message of the hub with this mapping alone, switched on or not. Nothing is stored. */
export function previewMapping(
  mapping: NamedMapping,
  sample: Uint8Array,
  now: Date,
  { sources, limits }: { sources: Source[]; limits: DecodeLimits },
): MappingPreview {
  const message = { body: sample, sequence: 0, enqueuedAt: now.toISOString(), properties: {} };
  const mappings = recordMappings([{ ...mapping, enabled: true }]);
  const read = readBatch({ partitionId: '0', messages: [message] }, sources, limits, () => mappings);
  return {
    events: read.events.map(({ event }) => ({ ...shown(event), mapped: event.fields['_mapping'] === mapping.name })),
    unreadable: read.quarantined.map(({ code, reason }) => ({ code, reason })),
  };
}

type Shown = Omit<TelemetryEvent, 'snapshot' | 'parts' | 'joined' | 'taskResult'>;

function shown(event: TelemetryEvent): Shown {
  const { id, source, time, timeOrigin, resourceId, logSource, entities, fields } = event;
  return { id, source, time, timeOrigin, resourceId, logSource, entities, fields };
}
