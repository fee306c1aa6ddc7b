import { z } from 'zod';
import type { StoredQuarantineEntry } from '../model/quarantine';
import { quarantineReasons, type QuarantineReason } from '../model/quarantineReason';

export const quarantineCodes = Object.keys(quarantineReasons) as QuarantineReason[];
/** More of one entry is not shown; a replay takes all of it. */
export const maxRawBytesShown = 256 * 1024;

export const rowSchema = z.object({
  id: z.string(),
  reason: z.enum(quarantineCodes),
  detail: z.string(),
  advice: z.string(),
  source: z.string().nullable(),
  workspaceId: z.string().nullable(),
  arrivedAt: z.string(),
  partition: z.string(),
  sequence: z.number(),
  index: z.number().meta({ description: 'Of the record in its body; -1 for a whole body' }),
  bytes: z.number(),
  properties: z.array(z.string()).meta({ description: 'Names of the properties of its message' }),
  replayedAt: z.string().nullable(),
});
export const rawSchema = z.object({
  id: z.string(),
  bytes: z.number(),
  raw: z.string().meta({ description: `The first ${maxRawBytesShown} bytes, in base64` }),
  truncated: z.boolean(),
});
export const outcomeSchema = z.object({
  id: z.string(),
  outcome: z.enum(['replayed', 'alreadyReplayed', 'refused', 'gone']),
  detail: z.string().optional(),
});

export const rowOf = (entry: StoredQuarantineEntry): z.infer<typeof rowSchema> => ({
  id: entry.id,
  reason: entry.code,
  detail: entry.reason,
  advice: quarantineReasons[entry.code],
  source: entry.source ?? null,
  workspaceId: entry.workspaceId ?? null,
  arrivedAt: entry.enqueuedAt,
  partition: entry.hubPartition,
  sequence: entry.sequence,
  index: entry.index,
  bytes: entry.bytes,
  properties: Object.keys(entry.properties ?? {}),
  replayedAt: entry.replayedAt ?? null,
});
