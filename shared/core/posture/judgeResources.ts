import type { ResourceDocument } from '../../model/documents/resources';
import type { Judgement, KeptVerdict, Verdict } from '../../model/judgement';
import type { Resource } from '../../model/resource';
import { parseResourceId } from '../../model/resourceId';
import { staleSince } from './freshness/freshness';
import { type PolicyVerdicts, shippedAlone } from './plan/policyVerdicts';
import { type Recommendation, unknown } from './recommendation';
import { byType, resourceGraph } from './resourceGraph';
import type { StaleVerdict } from './freshness/staleness';

/**
 * A resource judged. `changed` when a verdict differs from the previous judgement, `marked` when a verdict became stale or
 * fresh again.
 */
export interface Judged {
  document: ResourceDocument;
  judgement: Judgement;
  changed: boolean;
  marked: boolean;
  stale: StaleVerdict[];
}

/** Hours after which a verdict of an assigned policy is stale. */
const assignedFreshnessHours = 24;

/**
 * Judges every resource of one partition that a recommendation applies to, or an assigned policy. `previous` holds the
 * judgements by parsed resource id; a verdict keeps when it was first reached, and when its code last changed.
 */
export function judgeResources(
  documents: readonly ResourceDocument[],
  recommendations: readonly Recommendation[],
  previous: ReadonlyMap<string, Judgement>,
  now: Date,
  policies: PolicyVerdicts = shippedAlone,
): Judged[] {
  const types = byType(documents.map(({ resource }) => resource));
  const observedAt = new Map(documents.map((document) => [document.resource, document.observedAt]));

  const judgeOne = (
    document: ResourceDocument,
    applicable: readonly Recommendation[],
    assigned: Record<string, Verdict>,
    readAt: ReadonlyMap<string, string>,
  ): Judged => {
    const { resource } = document;
    const before = previous.get(parseResourceId(resource.id).id);
    const verdicts: Record<string, KeptVerdict> = {};
    const stale: StaleVerdict[] = [];
    let oldest = document.observedAt;
    const keep = (key: string, verdict: Verdict, read: string, hours: number): void => {
      const known = before?.verdicts[key];
      const end = staleSince(read, hours, now);
      const since = end && (known?.staleSince ?? end);
      verdicts[key] = { ...kept(verdict, known, now.toISOString()), ...(since && { staleSince: since }) };
      if (since) stale.push({ recommendation: key, hours, since });
    };
    for (const recommendation of applicable) {
      let read = document.observedAt;
      const graph = resourceGraph(resource, types, (resources) => {
        read = resources.reduce((time, member) => earlier(time, observedAt.get(member) ?? time), read);
      });
      const verdict = policies.shipped(recommendation, resource, () => verdictOf(recommendation, resource, graph));
      keep(recommendation.key, verdict, read, recommendation.freshnessHours);
      oldest = earlier(oldest, read);
    }
    for (const [key, verdict] of Object.entries(assigned)) {
      const read = earlier(document.observedAt, readAt.get(key) ?? document.observedAt);
      keep(key, verdict, read, assignedFreshnessHours);
      oldest = earlier(oldest, read);
    }
    Object.assign(verdicts, keptOf(before));
    const judgement: Judgement = {
      resourceId: resource.id,
      resourceName: resource.name,
      resourceType: resource.type,
      location: resource.location ?? '',
      observedAt: oldest,
      verdicts,
    };
    const changed = !before || !sameVerdicts(before.verdicts, verdicts);
    const marked = before !== undefined && !sameMarks(before.verdicts, verdicts);
    return { document, judgement, changed, marked, stale };
  };

  const keptOf = (before: Judgement | undefined): Record<string, KeptVerdict> =>
    Object.fromEntries(Object.entries(before?.verdicts ?? {}).filter(([key]) => policies.keeps(key)));

  return documents.flatMap((document) => {
    if (document.copyOf !== undefined) return [];
    const applicable = recommendationsFor(document.resource.type, recommendations);
    const readAt = new Map<string, string>();
    const assigned = policies.assigned(document.resource, (key, time) => readAt.set(key, time));
    const before = previous.get(parseResourceId(document.resource.id).id);
    const isJudged = [applicable, Object.keys(assigned), Object.keys(keptOf(before))].some(({ length }) => length > 0);
    return isJudged ? [judgeOne(document, applicable, assigned, readAt)] : [];
  });
}

/** Recommendations that apply to a resource type, compared without case. */
export function recommendationsFor(
  type: string,
  recommendations: readonly Recommendation[],
): readonly Recommendation[] {
  return indexOf(recommendations).get(type.toLowerCase()) ?? [];
}

const indexes = new WeakMap<readonly Recommendation[], Map<string, Recommendation[]>>();

/** The list of recommendations is made once per process, so its index is remembered with it. */
function indexOf(recommendations: readonly Recommendation[]): Map<string, Recommendation[]> {
  const known = indexes.get(recommendations);
  if (known) return known;
  const index = new Map<string, Recommendation[]>();
  for (const recommendation of recommendations) {
    for (const type of new Set(recommendation.appliesTo.map((name) => name.toLowerCase()))) {
      index.set(type, [...(index.get(type) ?? []), recommendation]);
    }
  }
  indexes.set(recommendations, index);
  return index;
}

/** A recommendation that throws has judged nothing: the verdict is Unknown and the others go on. */
function verdictOf(
  recommendation: Recommendation,
  resource: Resource,
  graph: Parameters<Recommendation['judge']>[1],
): Verdict {
  try {
    return recommendation.judge(resource, graph);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unknown('JudgeFailed', `${recommendation.key} could not judge this resource: ${reason.slice(0, 300)}`);
  }
}

function kept(verdict: Verdict, before: KeptVerdict | undefined, now: string): KeptVerdict {
  return {
    ...verdict,
    firstEvaluatedAt: before?.firstEvaluatedAt ?? now,
    changedAt: before && before.code === verdict.code ? before.changedAt : now,
  };
}

function sameVerdicts(before: Record<string, KeptVerdict>, after: Record<string, KeptVerdict>): boolean {
  const keys = Object.keys(after);
  if (keys.length !== Object.keys(before).length) return false;
  return keys.every((key) => {
    const [was, is] = [before[key], after[key]];
    const same = was?.code === is?.code && was?.cause === is?.cause && was?.description === is?.description;
    return same && sameExemption(was?.exemption, is?.exemption);
  });
}

const sameExemption = (a: Verdict['exemption'], b: Verdict['exemption']): boolean =>
  a?.id === b?.id && a?.category === b?.category && a?.code === b?.code;

const sameMarks = (before: Record<string, KeptVerdict>, after: Record<string, KeptVerdict>): boolean =>
  Object.keys({ ...before, ...after }).every((key) => before[key]?.staleSince === after[key]?.staleSince);

const earlier = (a: string, b: string): string => (Date.parse(b) < Date.parse(a) ? b : a);
