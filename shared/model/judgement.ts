/** `Unknown` is never shown as healthy: on the wire it is NotApplicable with its cause, and it stays outside the score. */
export type VerdictCode = 'Healthy' | 'Unhealthy' | 'NotApplicable' | 'Unknown';

/** A verdict as it is counted: an exempt one is told apart from what does not apply, a mitigated one counts as healthy. */
export type CountedCode = VerdictCode | 'Exempt' | 'Mitigated';

/** What a recommendation says of one resource. `cause` is one PascalCase word, `description` a sentence. */
export interface Verdict {
  code: VerdictCode;
  cause?: string;
  description?: string;
  /** What was judged, where an exemption hides it: a mitigated resource counts as healthy, a waived one not at all. */
  exemption?: { id: string; category: 'Waiver' | 'Mitigated'; code: VerdictCode };
}

/** A verdict as it is kept: with when it was first reached and when its code last changed (ISO, UTC). */
export interface KeptVerdict extends Verdict {
  firstEvaluatedAt: string;
  changedAt: string;
  /** Since when (ISO, UTC) the snapshot behind it is older than its limit; the verdict stands as it is. */
  staleSince?: string;
  /** Of an assessment that a client wrote. */
  additionalData?: Record<string, string>;
}

/** All verdicts of one resource, by recommendation key. Written only when one of them changes. */
export interface Judgement {
  resourceId: string;
  resourceName: string;
  resourceType: string;
  location: string;
  /** Age of the snapshot that was judged is what freshness means. */
  observedAt: string;
  verdicts: Record<string, KeptVerdict>;
}
