import type { z } from 'zod';
import type { StoredAction } from '../model/automation';
import type { OutboxDocument } from '../model/documents';
import type { JsonObject } from '../model/json';

/** One event on its way to one destination. `deliveryId` is item, version and destination: receivers drop what they have seen. */
export interface Delivery {
  deliveryId: string;
  body: JsonObject;
}

/** `retryable` ones are sent again after `retryAfterSeconds` or a backoff; the others are parked with their reason. */
export type DeliveryResult =
  | { ok: true; httpStatus?: number }
  | { ok: false; retryable: boolean; reason: string; httpStatus?: number; retryAfterSeconds?: number };

/** What a sink may reach: nothing but the opened secret of its action and a fetch that refuses private targets. */
export interface SinkIo {
  secret: string | undefined;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Throws Rejected when the host is private and not allowed. */
  checkHost(host: string): Promise<void>;
}

/**
 * A destination kind: one file in `shared/adapters/sinks` (takes batches) or `shared/adapters/actions` (takes one item).
 * `send` answers one result per delivery, in order, and never throws for a single bad one.
 */
export interface Sink {
  actionType: StoredAction['actionType'];
  /** Deliveries per message. */
  batchSize: number;
  settings: z.ZodType<StoredAction>;
  payload(document: OutboxDocument, source: string): JsonObject;
  send(io: SinkIo, action: StoredAction, deliveries: Delivery[]): Promise<DeliveryResult[]>;
}
