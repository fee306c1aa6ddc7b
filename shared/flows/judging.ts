import { isMark, typesOfMark } from '../core/posture/plan/collections';
import { type PolicyVerdicts, policyVerdicts, shippedAlone } from '../core/posture/plan/policyVerdicts';
import { needsOf, noSurroundings, type Surroundings } from '../core/posture/plan/surroundings';
import type { Posture } from '../core/posture/plan/posture';
import type { Recommendation } from '../core/posture/recommendation';
import type { Partition } from '../model/documents/stored';
import type { ResourceDocument } from '../model/documents/resources';
import type { JudgedBy, PostureDirectory } from './postureDirectory';

/** What one partition is judged by. */
export interface Judging {
  recommendations: readonly Recommendation[];
  policies: PolicyVerdicts;
}

export const directoryOf = (judgedBy: JudgedBy): PostureDirectory | undefined =>
  'of' in judgedBy ? judgedBy : undefined;

/** Nothing beyond the partition is read unless a policy about one of its resources needs it. */
export async function judgingOf(
  judgedBy: JudgedBy,
  { subscriptionId }: Partition,
  documents: readonly ResourceDocument[],
  { now, since }: { now: Date; since?: string | undefined },
): Promise<Judging> {
  if (!('of' in judgedBy)) return { recommendations: judgedBy, policies: shippedAlone };
  const posture = await judgedBy.of(subscriptionId, since);
  const surroundings = await surroundingsOf(judgedBy, posture, subscriptionId, documents);
  return { recommendations: posture.recommendations, policies: policyVerdicts(posture, documents, surroundings, now) };
}

async function surroundingsOf(
  directory: PostureDirectory,
  posture: Posture,
  subscriptionId: string,
  documents: readonly ResourceDocument[],
): Promise<Surroundings> {
  const needs = needsOf(posture, documents);
  const marked = documents.filter(isMark).flatMap(typesOfMark);
  const present = new Set(documents.map(({ resource }) => resource.type.toLowerCase()));
  const related = needs.related.filter((type) => !present.has(type) && !marked.includes(type));
  if (needs.types.length + related.length + needs.scopes.length === 0) {
    return needs.related.length === 0
      ? noSurroundings
      : { documents: [], collected: new Set(needs.related.filter((type) => present.has(type))) };
  }
  const found = await directory.around(subscriptionId, { ...needs, related });
  return { ...found, collected: new Set([...found.collected, ...needs.related.filter((type) => present.has(type))]) };
}
