import type { Doubt, Reason } from './doubt';

export type Compliance = 'Compliant' | 'NonCompliant' | 'Unknown';

/** What a policy says of one resource. Not applicable: `compliance` is null. */
export interface Judgement {
  applicable: boolean;
  compliance: Compliance | null;
  /** As spelled in the definition or its parameters; null where it is not known. */
  effect: string | null;
  /** Why it is unknown; beside NonCompliant what failed to evaluate, as it would in Azure. */
  reason: Reason | null;
  detail?: string;
}

export const settled = (effect: string, compliance: Compliance | null): Judgement =>
  Object.freeze({ applicable: compliance !== null, compliance, effect, reason: null });

export const doubted = (effect: string | null, compliance: Compliance, { reason, detail }: Doubt): Judgement => ({
  applicable: true,
  compliance,
  effect,
  reason,
  ...(detail !== '' && { detail }),
});
