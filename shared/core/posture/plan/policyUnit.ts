import { hash } from 'node:crypto';
import type { ResourceSelector } from '../../../model/policy';
import { uuid5 } from '../../alert/uuid5';
import type { CompiledPolicy } from '../policy/compileDefinition';
import { type Recommendation, type RecommendationMetadata, unknown } from '../recommendation';

/** One policy of one assignment: what it judges becomes verdicts beside those of the shipped recommendations. */
export interface PolicyUnit {
  key: string;
  /** In lower case, as is the reference; that is empty where a definition itself is assigned. */
  assignmentId: string;
  referenceId: string;
  definitionId: string;
  metadata: RecommendationMetadata;
  /** Undefined where the definition is not known. */
  compiled: CompiledPolicy | undefined;
  /** Ids in lower case below which nothing is judged. */
  notScopes: readonly string[];
  selectors: readonly ResourceSelector[];
}

const urlNamespace = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
const short = (text: string): string => hash('sha256', text, 'hex').slice(0, 16);
const plainName = /^[\w.-]{1,80}$/;

/** Under which key verdicts of a member of an assignment are kept; both names are compared without case. */
export function policyVerdictKey(assignmentId: string, referenceId: string): string {
  const reference = referenceId.toLowerCase();
  const name = plainName.test(reference) ? reference : short(reference);
  return `policy/${short(assignmentId.toLowerCase())}${reference === '' ? '' : `/${name}`}`;
}

/**
 * As lists and exports name it. The key of the assessment comes from assignment and reference, not from the definition: a
 * definition that is assigned twice is judged twice, and two assessments of one resource need two names.
 */
export const unitRecommendation = ({ key, metadata, compiled }: PolicyUnit): Recommendation => ({
  key,
  assessmentKey: uuid5(urlNamespace, key),
  metadata,
  freshnessHours: 24,
  appliesTo: [...(compiled?.types ?? [])],
  judge: () => unknown('JudgedByPolicy', 'Its verdicts come from the policy engine.'),
  cases: [],
});
