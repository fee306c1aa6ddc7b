import type { CountedCode, Judgement, Verdict, VerdictCode } from '../../../model/judgement';

/**
 * As what a verdict counts. A waived one counts not at all, a mitigated one as healthy, as Defender for Cloud's tables have
 * it; but what the recommendation does not apply to, or could not be judged, does not become healthy by an exemption.
 */
export function countedCode({ code, exemption }: Verdict): CountedCode {
  if (!exemption) return code;
  const isJudged = exemption.code === 'Healthy' || exemption.code === 'Unhealthy';
  return exemption.category === 'Mitigated' && isJudged ? 'Mitigated' : 'Exempt';
}

/** By recommendation key. */
export const codesOf = ({ verdicts }: Pick<Judgement, 'verdicts'>): Record<string, CountedCode> =>
  Object.fromEntries(Object.entries(verdicts).map(([key, verdict]) => [key, countedCode(verdict)]));

/** The verdict that is shown: an exemption shows as not applicable. */
export const shownCode = (code: CountedCode): VerdictCode =>
  code === 'Exempt' || code === 'Mitigated' ? 'NotApplicable' : code;
