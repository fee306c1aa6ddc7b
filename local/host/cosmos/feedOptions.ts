import { z } from 'zod';

const milliseconds = z.coerce.number().int().min(0);

export const feedOptionsSchema = z.object({
  connection: z.string(),
  databaseName: z.string(),
  containerName: z.string(),
  leaseConnection: z.string().optional(),
  leaseDatabaseName: z.string().optional(),
  leaseContainerName: z.string().default('leases'),
  createLeaseContainerIfNotExists: z.boolean().default(false),
  leaseContainerPrefix: z.string().default(''),
  feedPollDelay: milliseconds.default(5000),
  leaseAcquireInterval: milliseconds.default(13_000),
  leaseExpirationInterval: milliseconds.default(60_000),
  leaseRenewInterval: milliseconds.default(17_000),
  maxItemsPerInvocation: z.coerce.number().int().min(1).optional(),
  startFromBeginning: z.boolean().default(false),
  startFromTime: z.iso.datetime({ offset: true }).optional(),
});

/** Options of a cosmosDBTrigger with Azure's defaults; durations in milliseconds. */
export type FeedOptions = z.infer<typeof feedOptionsSchema>;
