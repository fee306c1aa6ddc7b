import type { PartitionContext, ReceivedEventData } from '@azure/event-hubs';
import type { TypedData } from '../app/functionsCore';
import { jsonProperties } from '../bindingData';
import type { Work } from '../dispatcher';
import { bytesCollection, json, textCollection } from '../typedData';

export type PartitionIdentity = Pick<
  PartitionContext,
  'fullyQualifiedNamespace' | 'eventHubName' | 'consumerGroup' | 'partitionId'
>;

/** The bytes of an event; AMQP values and sequences that are no text travel as JSON. */
function eventBytes({ body }: ReceivedEventData): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (body === null || body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
}

function systemProperties(event: ReceivedEventData): Record<string, unknown> {
  return {
    ...event.systemProperties,
    SequenceNumber: event.sequenceNumber,
    Offset: event.offset,
    PartitionKey: event.partitionKey ?? null,
    EnqueuedTimeUtc: event.enqueuedTimeUtc,
  };
}

function partitionContext(partition: PartitionIdentity): TypedData {
  return json({
    FullyQualifiedNamespace: partition.fullyQualifiedNamespace,
    EventHubName: partition.eventHubName,
    ConsumerGroup: partition.consumerGroup,
    PartitionId: partition.partitionId,
  });
}

/** One run for a whole batch (`cardinality: many`). */
export function batchWork(
  events: ReceivedEventData[],
  partition: PartitionIdentity,
  { binary, includeEmpty }: { binary: boolean; includeEmpty: boolean },
): Work {
  const bodies = events.map(eventBytes);
  const input = binary
    ? bytesCollection(bodies, includeEmpty)
    : textCollection(
        bodies.map((body) => body.toString('utf8')),
        includeEmpty,
      );
  const metadata = {
    PartitionContext: partitionContext(partition),
    PartitionKeyArray: textCollection(
      events.map(({ partitionKey }) => partitionKey ?? null),
      includeEmpty,
    ),
    OffsetArray: textCollection(
      events.map(({ offset }) => String(offset)),
      includeEmpty,
    ),
    SequenceNumberArray: { collectionSint64: { sint64: events.map(({ sequenceNumber }) => sequenceNumber) } },
    EnqueuedTimeUtcArray: json(events.map(({ enqueuedTimeUtc }) => enqueuedTimeUtc)),
    PropertiesArray: json(events.map(({ properties }) => properties ?? {})),
    SystemPropertiesArray: json(events.map(systemProperties)),
  };
  return { input, metadata, bindingData: { PartitionContext: partition } };
}

/** One run for one event (`cardinality: one`). */
export function eventWork(event: ReceivedEventData, partition: PartitionIdentity, binary: boolean): Work {
  const bytes = eventBytes(event);
  const text = bytes.toString('utf8');
  const system = systemProperties(event);
  const metadata: Record<string, TypedData> = {
    PartitionContext: partitionContext(partition),
    ...(event.partitionKey ? { PartitionKey: { string: event.partitionKey } } : {}),
    Offset: { string: String(event.offset) },
    SequenceNumber: { int: event.sequenceNumber },
    EnqueuedTimeUtc: json(event.enqueuedTimeUtc),
    Properties: json(event.properties ?? {}),
    SystemProperties: json(system),
  };
  const bindingData = { ...jsonProperties(text), ...system, PartitionContext: partition, Properties: event.properties };
  return { input: binary ? { bytes } : { string: text }, metadata, bindingData };
}
