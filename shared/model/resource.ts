import { z } from 'zod';
import { isStorableId } from './resourceId';

/**
 * One ARM-shaped resource as it was seen at one moment. `id` keeps the sender's spelling; compare ids without case.
 * Machine facts are an extension resource of the machine: type `Skywarden/machineFacts`, see machineFacts.ts.
 */
export const resourceSchema = z.looseObject({
  id: z.string().min(1).max(2048).refine(isStorableId, 'must be a resource id with a name of usual length'),
  name: z.string(),
  type: z.string().min(1),
  location: z.string().optional(),
  kind: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  sku: z.record(z.string(), z.unknown()).optional(),
  identity: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()),
});

export type Resource = z.infer<typeof resourceSchema>;

/** A resource with when (ISO, UTC) and by which source it was seen; `deleted` marks its removal. */
export interface ResourceSnapshot {
  resource: Resource;
  observedAt: string;
  source: string;
  deleted?: boolean;
}
