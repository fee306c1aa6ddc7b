import type { ResourceDocument } from '../../../model/documents/resources';
import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { isWithin } from '../../../model/resourceId';
import { isPlanOn } from '../../alert/plans';
import type { Judgement } from '../policy/judgement';
import type { PreparedResource } from '../policy/resources/prepare';
import type { World } from '../policy/resources/world';
import { healthy, notApplicable, type Recommendation, unhealthy, unknown } from '../recommendation';
import { type DatedWorld, datedWorld } from './datedWorld';
import { exempted, exemptionFor, shippedNames, unitNames } from './exemption';
import type { PolicyUnit } from './policyUnit';
import type { Posture } from './posture';
import { isSelected } from './selectors';
import type { Surroundings } from './surroundings';
import { isWrittenKey } from './writtenRecommendation';

/** What the policies of a subscription make of the resources of one partition. */
export interface PolicyVerdicts {
  /** The verdict of a shipped recommendation, which is asked only if it is on. */
  shipped(recommendation: Recommendation, resource: Resource, ask: () => Verdict): Verdict;
  /** Verdicts of the policies assigned, by key. `onRead` hears when (ISO) the oldest of what else a verdict rests on was seen. */
  assigned(resource: Resource, onRead?: (key: string, observedAt: string) => void): Record<string, Verdict>;
  /** Whether verdicts under that key, which a client wrote, stay as they are. */
  keeps(key: string): boolean;
}

export const shippedAlone: PolicyVerdicts = {
  shipped: (_recommendation, _resource, ask) => ask(),
  assigned: () => ({}),
  keeps: isWrittenKey,
};

export function policyVerdicts(
  posture: Posture,
  documents: readonly ResourceDocument[],
  surroundings: Surroundings,
  now: Date,
): PolicyVerdicts {
  let made: DatedWorld | undefined;
  const worldOf = () => (made ??= datedWorld(documents, surroundings, now));
  const withExemption = (verdict: Verdict, names: Parameters<typeof exemptionFor>[1], { id }: Resource): Verdict =>
    exempted(verdict, exemptionFor(posture.exemptions, names, id, now));

  const written = new Set(posture.written.map(({ key }) => key));
  return {
    keeps: (key) => written.has(key),
    shipped(recommendation, resource, ask) {
      if (posture.off.has(recommendation.key)) return notApplicable('OffByPolicy', 'It is switched off by policy.');
      const { plan } = recommendation.metadata;
      if (plan && !isPlanOn(posture.plans, plan)) {
        return notApplicable('UnsupportedPricingPlan', `The plan ${plan} is off in this subscription.`);
      }
      return withExemption(ask(), shippedNames(recommendation), resource);
    },
    assigned(resource, onRead = () => undefined) {
      const units = posture.unitsFor(resource.type);
      if (units.length === 0) return {};
      const { world, prepared, takeOldest } = worldOf();
      const verdicts = units.flatMap((unit) => {
        const verdict = verdictOf(unit, prepared.get(resource)!, world);
        const oldest = takeOldest();
        if (oldest !== undefined) onRead(unit.key, oldest);
        return verdict ? [[unit.key, withExemption(verdict, unitNames(unit), resource)] as const] : [];
      });
      return Object.fromEntries(verdicts);
    },
  };
}

function verdictOf(unit: PolicyUnit, resource: PreparedResource, world: World): Verdict | undefined {
  if (unit.notScopes.some((scope) => isWithin(resource.id, scope)) || !isSelected(unit.selectors, resource)) {
    return undefined;
  }
  if (!unit.compiled) {
    return unknown('DefinitionMissing', `${unit.definitionId} is assigned but is not known here: import it.`);
  }
  return fromJudgement(unit.compiled.judge(resource, world), unit);
}

/** Not applicable is no verdict: an assessment is about resources that the policy speaks of. */
function fromJudgement({ compliance, reason, detail }: Judgement, { metadata }: PolicyUnit): Verdict | undefined {
  const why = reason === null ? '' : ` (${reason}${detail ? `: ${detail.slice(0, 300)}` : ''})`;
  if (compliance === 'Compliant') return healthy();
  if (compliance === 'NonCompliant')
    return unhealthy('NonCompliant', `It does not comply with "${metadata.displayName}"${why}.`);
  if (compliance === 'Unknown') return unknown(pascal(reason ?? 'unknown'), `It cannot be judged${why}.`);
  return undefined;
}

/** `related-not-collected` as a cause: `RelatedNotCollected`. */
const pascal = (reason: string): string =>
  reason
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
