import type { Stored } from './documents/stored';

export interface SwitchedOff {
  /** Of the rule, in lower case. */
  ruleId: string;
  /** ISO 8601, UTC. */
  at: string;
  /** Object id of the principal. */
  by: string;
}

/** Container `settings`, scope `/detections`: one document, so that ingest asks for it with one point read. */
export interface RuleSwitchesDocument extends Stored {
  kind: 'ruleSwitches';
  scope: string;
  disabled: SwitchedOff[];
}
