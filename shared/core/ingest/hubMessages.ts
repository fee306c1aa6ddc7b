import { z } from 'zod';

/** What the Event Hubs trigger says beside the bodies; its keys arrive in camelCase. */
const metadataSchema = z.object({
  partitionContext: z.object({ partitionId: z.string() }),
  sequenceNumberArray: z.array(z.coerce.number()),
  enqueuedTimeUtcArray: z.array(z.coerce.date()),
  propertiesArray: z.array(z.record(z.string(), z.unknown()).nullish()),
});

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
  const messages = z
    .array(z.instanceof(Uint8Array))
    .parse(bodies)
    .map((body, at): HubMessage => {
      const sequence = about.sequenceNumberArray[at];
      const enqueuedAt = about.enqueuedTimeUtcArray[at]?.toISOString();
      if (sequence === undefined || enqueuedAt === undefined) {
        throw new Error(`The trigger names no sequence number or time for message ${at} of its batch`);
      }
      return { body, sequence, enqueuedAt, properties: about.propertiesArray[at] ?? {} };
    });
  return { partitionId: partitionContext.partitionId, messages };
}
