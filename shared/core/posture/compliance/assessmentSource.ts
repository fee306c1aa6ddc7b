import type { StandardControl } from '../../../model/standard';
import type { Recommendation } from '../recommendation';

/** Something that is judged and counted for each subscription. */
export interface AssessmentSource {
  /** By which it is counted. */
  key: string;
  /** Its name on the wire. */
  assessmentKey: string;
  displayName: string;
  /** Guid or id of the policy that judges the same. */
  policyDefinitionId?: string;
  /** Of an assigned policy: it belongs to subscriptions where it is counted, and the others hear nothing of it. */
  onlyWhereCounted?: true;
}

export const assessmentSource = ({ key, assessmentKey, metadata }: Recommendation): AssessmentSource => ({
  key,
  assessmentKey,
  displayName: metadata.displayName,
  ...(metadata.assessmentType === 'CustomPolicy' && { onlyWhereCounted: true as const }),
  ...(metadata.policyDefinitionId !== undefined && { policyDefinitionId: metadata.policyDefinitionId }),
});

/** Answers what judges a control, in the order of the keys, each once. */
export type SourceIndex = (control: StandardControl) => AssessmentSource[];

/** Recommendations are found by key, and what says that it judges the same as a policy by that policy. */
export function sourceIndex(sources: readonly AssessmentSource[]): SourceIndex {
  const byKey = new Map(sources.map((source) => [source.key, source]));
  const byPolicy = new Map<string, AssessmentSource[]>();
  for (const source of sources) {
    if (source.policyDefinitionId === undefined) continue;
    const name = policyName(source.policyDefinitionId);
    byPolicy.set(name, [...(byPolicy.get(name) ?? []), source]);
  }
  return ({ recommendations = [], policyDefinitionIds = [] }) => {
    const named = recommendations.flatMap((key) => byKey.get(key) ?? []);
    const joined = policyDefinitionIds.flatMap((id) => byPolicy.get(policyName(id)) ?? []);
    return [...new Set([...named, ...joined])].sort((a, b) => (a.key < b.key ? -1 : 1));
  };
}

/** Names of policies are unique enough: of built-in ones they are guids. */
const policyName = (id: string): string => id.toLowerCase().split('/').at(-1)!;
