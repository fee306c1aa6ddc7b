import type { z } from 'zod';
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

/** How an action is written in an automation, and what may be said of its secret. */
export interface ActionForm {
  /** The members as a client sends them, without the secret. */
  members: z.ZodObject;
  /** The member that holds the ARM id of the target: a secret never moves to another target. */
  target: string;
  /** The member that carries the secret: sealed, never returned. */
  secret: string;
  /** What the secret is, for a client that left it out. */
  secretNeeded: string;
  /** The host that a secret leads to. Throws Rejected, without repeating it, when it is malformed. */
  hostOf(secret: string): string;
  /** Whether the deployment's own identity sends when there is no secret; its writer then needs write on the target. */
  sendsAsItself(action: StoredAction): boolean;
}

/**
 * A destination kind: one file in `shared/adapters/sinks` (takes batches) or `shared/adapters/actions` (takes one item).
 * `send` answers one result per delivery, in order; it throws only when nothing at all could be tried.
 */
export interface Sink {
  /** As clients write it, read without case. */
  actionType: string;
  form: ActionForm;
  /** Deliveries per message. */
  batchSize: number;
  payload(event: ExportEvent): JsonObject;
  send(io: SinkIo, action: StoredAction, deliveries: Delivery[]): Promise<DeliveryResult[]>;
}
