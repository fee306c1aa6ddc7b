import type { CountedCode } from '../judgement';
import type { Stored, Partition } from './stored';

/** Distinct resources of one control. */
export interface ControlCount {
  healthy: number;
  unhealthy: number;
  notApplicable: number;
}

/** Resources of one recommendation by verdict. Exempt ones, waived or mitigated, are counted apart from `notApplicable`. */
export interface AssessmentCount {
  healthy: number;
  unhealthy: number;
  notApplicable: number;
  exempt: number;
  unknown: number;
}

/** Resources that fail a control through one recommendation alone, by what they become once that passes. */
export interface SoleFailures {
  healthy: number;
  /** Another recommendation of the control could not be judged: they leave the control. */
  out: number;
}

/**
 * Counters of one subscription, controls keyed by ControlKey. `pairs` counts (resource, recommendation) with a verdict that
 * scores. `assessments` are keyed by recommendation, those that do not score among them; `sole` by `{control}|{recommendation}`.
 * Documents of before they were kept have neither.
 */
export interface ScoreDocument extends Stored, Partition {
  kind: 'score';
  version: number;
  controls: Record<string, ControlCount>;
  pairs: number;
  assessments?: Record<string, AssessmentCount>;
  sole?: Record<string, SoleFailures>;
  /** Outbox ids of the last batches that the counters contain, newest last. */
  applied: string[][];
  updatedAt: string;
  /** A drift that one count found: it is repaired when a later count finds exactly the same. */
  suspected?: { drift: string; at: string };
}

export interface ScoreValue {
  max: number;
  current: number;
  percentage: number;
}

export const scoreReasonKinds = [
  'VerdictChanged',
  'NewResource',
  'ResourceRemoved',
  'RecommendationAdded',
  'RecommendationGone',
  'OffByPolicy',
  'Exempted',
  'ExemptionEnded',
] as const;

export type ScoreReasonKind = (typeof scoreReasonKinds)[number];

/** One verdict behind a change of the score; null: there was or is no verdict. */
export interface ScoreReason {
  resourceId: string;
  recommendation: string;
  before: CountedCode | null;
  after: CountedCode | null;
  because?: ScoreReasonKind;
  /** Points that it moved, to six digits, before any rounding to hundredths; and points of the maximum. */
  points?: number;
  maxPoints?: number;
}

/** Why the score moved: kept 400 days. Members that may be absent are so in changes of before they were kept. */
export interface ScoreChange {
  at: string;
  before: ScoreValue;
  after: ScoreValue;
  controls: { control: string; displayName: string; before: ScoreValue; after: ScoreValue }[];
  reasons: ScoreReason[];
  /** `recount`: the counters had drifted and were counted anew. */
  source?: 'verdicts' | 'recount';
  /** What the points of the reasons leave of the difference: rounding to hundredths, or all of it after a recount. */
  unattributed?: number;
  /** Version of the control table. */
  controlTable?: string;
}

export interface ScoreChangeDocument extends Stored, Partition {
  kind: 'scoreChange';
  version: number;
  change: ScoreChange;
}

/** The score at the end of a day (UTC), or now on the day itself: kept 400 days. */
export interface ScoreDay {
  /** YYYY-MM-DD. */
  day: string;
  at: string;
  score: ScoreValue;
  weight: number;
  controls: Record<string, ControlCount>;
  controlTable: string;
  /** The last count of that day which found other counters than were kept. */
  drift?: ScoreDrift;
}

export interface ScoreDrift {
  at: string;
  outcome: 'suspected' | 'repaired';
  /** Controls and number of recommendations whose counters differed. */
  controls: string[];
  recommendations: number;
}

/** `version` is the day as a number: 20261121. */
export interface ScoreDayDocument extends Stored, Partition {
  kind: 'scoreDay';
  version: number;
  day: ScoreDay;
}
