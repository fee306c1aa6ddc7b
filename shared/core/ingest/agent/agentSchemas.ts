import { z } from 'zod';
import { machineFactsSchema } from '../../../model/machineFacts';

/** A machine in a resource group; its name is captured. */
export const machineId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/([^/]+)$/i;

/** What every record of the collector has around its body. */
export const envelopeSchema = z.object({
  skywarden: z.string(),
  resourceId: z.string().max(1024).regex(machineId, 'must be the id of a machine in a resource group'),
  hostName: z.string().min(1).max(255),
  time: z.string(),
  body: z.unknown(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

export const heartbeatSchema = z.object({
  agentVersion: z.string().optional(),
  unreadable: z.array(z.string()).optional(),
  startedAt: z.string().optional(),
  failing: z.record(z.string(), z.string()).optional(),
  audit: z.record(z.string(), z.json()).optional(),
  outbox: z.record(z.string(), z.json()).optional(),
  logPath: z.string().optional(),
  tasks: z.array(z.string()).optional(),
  machine: machineFactsSchema.pick({ os: true, kernel: true }).required().optional(),
});

const fileStateSchema = z.object({
  sha256: z.string(),
  mode: z.string(),
  uid: z.number(),
  gid: z.number(),
  size: z.number(),
});
export const integritySchema = z.object({
  changes: z
    .array(
      z.object({
        path: z.string().startsWith('/'),
        change: z.enum(['created', 'modified', 'attributes', 'deleted']),
        before: fileStateSchema.optional(),
        after: fileStateSchema.optional(),
      }),
    )
    .min(1),
});

export const auditSchema = z.object({ lines: z.array(z.string()).min(1) });
