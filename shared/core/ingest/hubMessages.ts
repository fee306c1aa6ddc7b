import { z } from 'zod';

/** A thousand elements a batch: one check for each list costs a tenth of one schema for each element. */
const listOf = <T>(isElement: (element: unknown) => boolean, what: string) =>
  z.custom<T[]>((value) => Array.isArray(value) && value.every(isElement), `must be a list of ${what}`);

const isTime = (value: unknown): boolean =>
  (typeof value === 'string' || value instanceof Date) && !Number.isNaN(new Date(value).getTime());
const isNumber = (value: unknown): boolean => value !== null && value !== '' && Number.isFinite(Number(value));

/** What the Event Hubs trigger says beside the bodies; its keys arrive in camelCase. */
const metadataSchema = z.object({
  partitionContext: z.object({ partitionId: z.string() }),
  sequenceNumberArray: listOf<number | string>(isNumber, 'numbers'),
  enqueuedTimeUtcArray: listOf<Date | string>(isTime, 'times'),
  propertiesArray: listOf<Record<string, unknown> | null | undefined>(
    (value) => value === null || value === undefined || typeof value === 'object',
    'objects',
  ),
});

const bodiesSchema = listOf<Uint8Array>((value) => value instanceof Uint8Array, 'bytes');

export interface HubMessage {
  body: Uint8Array;
  sequence: number;
  /** ISO 8601, UTC. */
  enqueuedAt: string;
  properties: Record<string, unknown>;
}

export interface HubBatch {
  partitionId: string;
  messages: HubMessage[];
}

/**
 * The messages of one batch, with where each stood in its partition. Bodies are bytes: the triggers say `binary`. Throws when
 * the trigger does not say where each stood.
 */
export function hubMessages(bodies: unknown, triggerMetadata: unknown): HubBatch {
  const { partitionContext, ...about } = metadataSchema.parse(triggerMetadata);
  const messages = bodiesSchema.parse(bodies).map((body, at): HubMessage => {
    const sequence = about.sequenceNumberArray[at];
    const enqueued = about.enqueuedTimeUtcArray[at];
    if (sequence === undefined || enqueued === undefined) {
      throw new Error(`The trigger names no sequence number or time for message ${at} of its batch`);
    }
    const enqueuedAt = new Date(enqueued).toISOString();
    return { body, sequence: Number(sequence), enqueuedAt, properties: about.propertiesArray[at] ?? {} };
  });
  return { partitionId: partitionContext.partitionId, messages };
}
