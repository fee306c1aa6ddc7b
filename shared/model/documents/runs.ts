import type { Stored, Partition } from './stored';

/** Container `runs`, key `/automationId`, `/day`. A parked delivery says why and can be resent. */
export interface RunDocument extends Stored {
  kind: 'run';
  automationId: string;
  /** YYYY-MM-DD, UTC. */
  day: string;
  at: string;
  /** A parked one that is sent again is `Resent`; it is parked anew when that fails too. */
  status: 'Succeeded' | 'Failed' | 'Parked' | 'Resent';
  action: string;
  /** Index of the action in its automation; rows of before it was kept name their action only. */
  actionIndex?: number;
  resentAt?: string;
  attempt: number;
  deliveries: string[];
  httpStatus?: number;
  reason?: string;
  /** What a resend needs: ids only. */
  outbox: (Partition & { id: string; keys: string[] })[];
}
