import type { ExportEvent } from '../core/fanout/exportEvent';
import type { StoredAction } from '../model/automation';
import type { JsonObject } from '../model/json';

/** One event on its way to one destination. `deliveryId` is item, version, event and destination: receivers drop what they have seen. */
export interface Delivery {
  deliveryId: string;
  body: JsonObject;
}

/** Retryable ones are sent again after `retryAfterSeconds` or a backoff; the others are parked with their reason. */
export type DeliveryResult =
  | { ok: true; httpStatus?: number }
  | { ok: false; retryable: boolean; reason: string; httpStatus?: number; retryAfterSeconds?: number };

export interface PostAnswer {
  status: number;
  retryAfterSeconds?: number;
}

/** What a sink may reach: the opened secret of its action, and a network that refuses private targets. */
export interface SinkIo {
  secret: string | undefined;
  /** Posts JSON and follows no redirect. Throws Rejected for a target that is not allowed, Error when nobody answers. */
  post(url: string, headers: Record<string, string>, body: string): Promise<PostAnswer>;
  /** Throws Rejected when the host is private and not allowed. */
  checkHost(host: string): Promise<void>;
}

/**
 * A destination kind: one file in `shared/adapters/sinks` (takes batches) or `shared/adapters/actions` (takes one item).
 * `send` answers one result per delivery, in order; it throws only when nothing at all could be tried.
 */
export interface Sink {
  actionType: StoredAction['actionType'];
  /** Deliveries per message. */
  batchSize: number;
  payload(event: ExportEvent): JsonObject;
  send(io: SinkIo, action: StoredAction, deliveries: Delivery[]): Promise<DeliveryResult[]>;
}
