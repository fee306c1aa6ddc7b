import type { ResourceDocument } from '../../../model/documents/resources';
import type { JsonObject } from '../../../model/json';
import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { isWithin } from '../../../model/resourceId';
import { isPlanOn } from '../../alert/plans';
import type { Judgement } from '../policy/judgement';
import { prepare, type PreparedResource } from '../policy/resources/prepare';
import { createWorld, type World } from '../policy/resources/world';
import { healthy, notApplicable, type Recommendation, unhealthy, unknown } from '../recommendation';
import { collectionMarks } from './collections';
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
  /** Verdicts of the policies assigned, by key. */
  assigned(resource: Resource): Record<string, Verdict>;
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
  let made: { world: World; prepared: ReadonlyMap<Resource, PreparedResource> } | undefined;
  const worldOf = () => (made ??= makeWorld(documents, surroundings, now));
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
    assigned(resource) {
      const units = posture.unitsFor(resource.type);
      if (units.length === 0) return {};
      const { world, prepared } = worldOf();
      const verdicts = units.flatMap((unit) => {
        const verdict = verdictOf(unit, prepared.get(resource)!, world);
        return verdict ? [[unit.key, withExemption(verdict, unitNames(unit), resource)] as const] : [];
      });
      return Object.fromEntries(verdicts);
    },
  };
}

/** The partition's own copy of a resource stands before any other. */
function makeWorld(documents: readonly ResourceDocument[], { documents: outer, collected }: Surroundings, now: Date) {
  const prepared = new Map(documents.map(({ resource }) => [resource, prepareOne(resource)]));
  const own = new Set([...prepared.values()].map(({ idLc }) => idLc));
  const around = outer.map(({ resource }) => prepareOne(resource)).filter(({ idLc }) => !own.has(idLc));
  const marked = collectionMarks(documents);
  const world = createWorld([...prepared.values(), ...around], {
    now: now.toISOString(),
    collected: (type, { idLc, owners }) => marked(type, [idLc, ...owners]) ?? collected.has(type),
  });
  return { world, prepared };
}

const prepareOne = (resource: Resource): PreparedResource => prepare(resource as unknown as JsonObject);

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
