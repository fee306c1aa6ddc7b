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

/** The messages of one batch, with where each stood in its partition. Bodies are bytes: the triggers say `binary`. */
export function hubMessages(bodies: unknown, triggerMetadata: unknown): HubBatch {
  const metadata = metadataSchema.parse(triggerMetadata);
  const messages = z
    .array(z.instanceof(Uint8Array))
    .parse(bodies)
    .map((body, at) => ({
      body,
      sequence: metadata.sequenceNumberArray[at]!,
      enqueuedAt: metadata.enqueuedTimeUtcArray[at]!.toISOString(),
      properties: metadata.propertiesArray[at] ?? {},
    }));
  return { partitionId: metadata.partitionContext.partitionId, messages };
}
