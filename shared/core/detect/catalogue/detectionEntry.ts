import type { Finding, Rule } from '../detector';

/** A shipped detection as people read about it. */
export interface DetectionEntry {
  rule: Rule;
  /** A Sigma rule, a Sigma correlation, a detector that remembers, or threat intelligence. */
  kind: 'rule' | 'correlation' | 'detector' | 'intelligence';
  /** Where it is written, for Sigma. */
  file: string;
  /** Which telemetry it needs. */
  dataNeed: string;
  falsePositives: string[];
  /** What it finds in the first of its cases. */
  example: () => Finding | undefined;
}
