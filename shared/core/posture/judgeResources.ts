import type { ResourceDocument } from '../../model/documents';
import type { Judgement, KeptVerdict, Verdict } from '../../model/judgement';
import type { Resource } from '../../model/resource';
import { parseResourceId } from '../../model/resourceId';
import { isStale } from './freshness';
import { type Recommendation, unknown } from './recommendation';
import { byType, resourceGraph } from './resourceGraph';

/** A resource judged. `changed` when a verdict differs from the previous judgement; `stale` names recommendations. */
export interface Judged {
  document: ResourceDocument;
  judgement: Judgement;
  changed: boolean;
  stale: string[];
}

/**
 * Judges every resource of one partition that a recommendation applies to. `previous` holds the judgements by parsed
 * resource id; a verdict keeps when it was first reached, and when its code last changed.
 */
export function judgeResources(
  documents: readonly ResourceDocument[],
  recommendations: readonly Recommendation[],
  previous: ReadonlyMap<string, Judgement>,
  now: Date,
): Judged[] {
  const types = byType(documents.map(({ resource }) => resource));
  const observedAt = new Map(documents.map((document) => [document.resource, document.observedAt]));

  const judgeOne = (document: ResourceDocument, applicable: readonly Recommendation[]): Judged => {
    const { resource } = document;
    const before = previous.get(parseResourceId(resource.id).id);
    const verdicts: Record<string, KeptVerdict> = {};
    const stale: string[] = [];
    let oldest = document.observedAt;
    for (const recommendation of applicable) {
      let read = document.observedAt;
      const graph = resourceGraph(resource, types, (resources) => {
        read = resources.reduce((time, member) => earlier(time, observedAt.get(member) ?? time), read);
      });
      const verdict = verdictOf(recommendation, resource, graph);
      verdicts[recommendation.key] = kept(verdict, before?.verdicts[recommendation.key], now.toISOString());
      if (isStale(read, recommendation.freshnessHours, now)) stale.push(recommendation.key);
      oldest = earlier(oldest, read);
    }
    const judgement: Judgement = {
      resourceId: resource.id,
      resourceName: resource.name,
      resourceType: resource.type,
      location: resource.location ?? '',
      observedAt: oldest,
      verdicts,
    };
    return { document, judgement, changed: !before || !sameVerdicts(before.verdicts, verdicts), stale };
  };

  return documents.flatMap((document) => {
    const applicable = recommendationsFor(document.resource.type, recommendations);
    return applicable.length > 0 ? [judgeOne(document, applicable)] : [];
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
    return was?.code === is?.code && was?.cause === is?.cause && was?.description === is?.description;
  });
}

const earlier = (a: string, b: string): string => (Date.parse(b) < Date.parse(a) ? b : a);
