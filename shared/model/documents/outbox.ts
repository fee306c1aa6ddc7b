import type { Alert } from '../alert';
import type { CountedCode, Judgement } from '../judgement';
import type { NetworkChange } from '../networkChange';
import type { Stored, Partition } from './stored';
import type { ControlCount, AssessmentCount, ScoreChange } from './score';

/** What happened, with the item as it was then: written in one batch with the item, read by the change feeds of fan-out and score. */
export type OutboxItem =
  /** `exported`: consumers hear of the update too. */
  | { of: 'alert'; change: 'created' | 'updated'; alert: Alert; exported?: true }
  | {
      of: 'judgement';
      judgement: Judgement;
      before: Record<string, CountedCode>;
      after: Record<string, CountedCode>;
      /** The resource is gone: every verdict in `before` is removed. */
      removed: boolean;
    }
  /** Recommendations whose state in the subscription changed, and the shipped standards (lower case) that were off then. */
  | {
      of: 'compliance';
      before: Record<string, AssessmentCount>;
      after: Record<string, AssessmentCount>;
      off: string[] | 'all';
    }
  | { of: 'score'; controls: Record<string, ControlCount>; pairs: number; change: ScoreChange }
  | { of: 'networkChange'; change: NetworkChange };

export interface OutboxDocument extends Stored, Partition {
  kind: 'outbox';
  resourceId: string;
  /** Document id of the item and its version: with the destination they are the id of a delivery. */
  itemId: string;
  version: number;
  at: string;
  item: OutboxItem;
}
