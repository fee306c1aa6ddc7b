import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Rejected } from '../model/rejected';
import type { DeliveryMessage, WorkMessage } from './ports/queues';
import type { Ports } from './ports';

const partition = { subscriptionId: z.string(), rootId: z.string() };

/** Messages of the queue `work`. */
export const workMessageSchema: z.ZodType<WorkMessage> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reassessSubscription'),
    subscriptionId: z.string(),
    continuation: z.string().exactOptional(),
    stale: z
      .record(
        z.string(),
        z.object({ verdicts: z.number(), resources: z.number(), since: z.string(), examples: z.array(z.string()) }),
      )
      .exactOptional(),
    since: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('expireArchive'), workspaceId: z.string(), all: z.literal(true).exactOptional() }),
  z.object({ kind: z.literal('inventorySubscription'), subscriptionId: z.string() }),
  z.object({
    kind: z.literal('inventoryChildren'),
    subscriptionId: z.string(),
    child: z.string(),
    parent: z.string().exactOptional(),
    continuation: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('inventoryPrincipals'), subscriptionId: z.string() }),
  z.object({ kind: z.literal('pullFeed'), feed: z.string() }),
  z.object({ kind: z.literal('compileIntel') }),
  z.object({ kind: z.literal('deployAgent'), machineId: z.string() }),
  z.object({
    kind: z.literal('deployAgents'),
    subscriptionId: z.string(),
    continuation: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('judge'), partition: z.object(partition), since: z.string().exactOptional() }),
  z.object({ kind: z.literal('importPolicies'), subscriptionId: z.string() }),
  z.object({ kind: z.literal('recount'), subscriptionId: z.string() }),
  z.object({ kind: z.literal('readTable'), reader: z.string(), table: z.string() }),
  z.object({ kind: z.literal('findBlobs'), reader: z.string(), container: z.string() }),
  z.object({ kind: z.literal('readBlob'), reader: z.string(), container: z.string(), blob: z.string() }),
]);

/** Messages of the queue `deliveries`. */
export const deliveryMessageSchema: z.ZodType<DeliveryMessage> = z.object({
  automationId: z.string(),
  action: z.number().int().nonnegative(),
  attempt: z.number().int().positive(),
  outbox: z.array(z.object({ ...partition, id: z.string(), keys: z.array(z.string()) })),
});

/** Documents of a change feed are our own: what the doors need to be sure of is that they are documents with a kind. */
export function feedDocuments<T extends { kind: string }>(documents: unknown[]): T[] {
  return documents.map((document) => {
    if (typeof document === 'object' && document !== null && 'kind' in document) return document as T;
    throw new Rejected('NotADocument', 'The change feed gave something without a kind');
  });
}

/**
 * Hands a queue message over when it has the shape it should have. One that has not would come again for ever, since
 * failures of dependencies are retried without limit: it goes to the quarantine instead, with what is wrong.
 */
export async function withMessage<T>(
  ports: Pick<Ports, 'now' | 'quarantine'>,
  queue: string,
  schema: z.ZodType<T>,
  message: unknown,
  act: (message: T) => Promise<object>,
): Promise<object> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return act(parsed.data);
  const raw = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  const name = createHash('sha256').update(raw).digest('hex').slice(0, 16);
  await ports.quarantine.put([
    {
      hubPartition: `queue-${queue}-${name}`,
      sequence: 0,
      index: 0,
      enqueuedAt: ports.now().toISOString(),
      code: 'MessageInvalid',
      reason: z.prettifyError(parsed.error),
      raw,
    },
  ]);
  return { quarantined: 1 };
}
