import type { Staleness } from '../../core/posture/freshness/staleness';
import type { Partition } from '../../model/documents/stored';

/** Pieces of work; messages hold ids only. */
export type WorkMessage =
  | { kind: 'expireArchive'; workspaceId: string; all?: true }
  | { kind: 'readTable'; reader: string; table: string }
  | { kind: 'findBlobs'; reader: string; container: string }
  | { kind: 'readBlob'; reader: string; container: string; blob: string }
  | { kind: 'pullFeed'; feed: string }
  | { kind: 'compileIntel' }
  | { kind: 'inventorySubscription'; subscriptionId: string }
  /** Of every resource with such children, from `continuation` on, or of one parent. */
  | { kind: 'inventoryChildren'; subscriptionId: string; child: string; parent?: string; continuation?: string }
  | { kind: 'inventoryPrincipals'; subscriptionId: string }
  /** `stale` is what the pieces before this one found, `since` (ISO) when a policy changed of which no older knowledge may be used. */
  | {
      kind: 'reassessSubscription';
      subscriptionId: string;
      continuation?: string;
      stale?: Staleness;
      since?: string;
    }
  /** One machine, or all of a subscription, from `continuation` on. */
  | { kind: 'deployAgent'; machineId: string }
  | { kind: 'deployAgents'; subscriptionId: string; continuation?: string }
  | { kind: 'judge'; partition: Partition; since?: string }
  /** Of Azure Policy: what is assigned there. */
  | { kind: 'importPolicies'; subscriptionId: string }
  | { kind: 'recount'; subscriptionId: string };

/** Which events of which outbox document: ids only. */
export interface OutboxReference extends Partition {
  id: string;
  keys: string[];
}

/** What one destination of one automation is to receive. `action` is its index in the automation. */
export interface DeliveryMessage {
  automationId: string;
  action: number;
  attempt: number;
  outbox: OutboxReference[];
}

export interface Queue<T> {
  send(message: T, delaySeconds?: number): Promise<void>;
}
