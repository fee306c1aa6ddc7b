import { recommendationsByKey } from '../../core/posture/score/controlContribution';
import { codesOf } from '../../core/posture/score/countedCodes';
import { exempted, type Exemption, exemptionOf, shippedNames } from '../../core/posture/plan/exemption';
import { policyVerdictKey } from '../../core/posture/plan/policyUnit';
import type { Recommendation } from '../../core/posture/recommendation';
import { addCounters, counterSum, scoreDelta } from '../../core/posture/score/scoreCounters';
import { subscriptionScore } from '../../core/posture/score/secureScore';
import type { ScoreValue } from '../../model/documents/score';
import type { Judgement } from '../../model/judgement';
import { type PolicyExemptionDocument, policyExemptionSchema } from '../../model/policy';
import { parsePolicyId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import { parseResourceId } from '../../model/resourceId';
import { allPages } from '../allPages';
import type { Ports } from '../ports';
import { countersIn, newScore } from '../saveScore';
import { policyProperties } from './storePolicy';

/** Judgements that one preview looks at. */
const maxJudgements = 20_000;

/** What an exemption would do. `assessments` of `resources` become exempt, of which `unhealthy` fail now. */
export interface ExemptionPreview {
  resources: number;
  assessments: number;
  unhealthy: number;
  /** False when there are more resources below the scope than one preview looks at. */
  complete: boolean;
  before: ScoreValue;
  after: ScoreValue;
  /** Exempt assessments by recommendation key. */
  byRecommendation: Record<string, number>;
}

/**
 * What an exemption at a subscription, resource group or resource would do to the secure score: a waiver takes its resources out of the
 * counts, a mitigated one counts them as healthy. Policies of assignments have no weight. Nothing is written.
 */
export async function previewExemption(
  ports: Pick<Ports, 'findings' | 'policies'>,
  recommendations: readonly Recommendation[],
  { scope, properties: given }: { scope: string; properties: unknown },
): Promise<ExemptionPreview> {
  const properties = policyProperties(policyExemptionSchema, given);
  if (parsePolicyId(properties.policyAssignmentId)?.kind !== 'policyAssignment')
    throw new Rejected('InvalidPolicy', 'properties.policyAssignmentId: names no policy assignment');
  const resourceId = `${scope}/providers/Microsoft.Authorization/policyExemptions/preview`;
  const exemption = await withMembers(ports, exemptionOf({ resourceId, properties } as PolicyExemptionDocument));
  const covers = coverage(exemption, recommendations);
  const known = recommendationsByKey(recommendations);
  const { subscriptionId } = parseResourceId(scope);
  const score = (await ports.findings.score(subscriptionId)) ?? newScore(subscriptionId, '');
  const moved = counterSum();
  const preview = {
    resources: 0,
    assessments: 0,
    unhealthy: 0,
    complete: true,
    byRecommendation: {} as Record<string, number>,
  };
  let examined = 0;
  for await (const { judgement } of allPages((options) => ports.findings.judgements(scope, options), 200)) {
    examined += 1;
    if (examined > maxJudgements) {
      preview.complete = false;
      break;
    }
    const keys = Object.keys(judgement.verdicts).filter((key) => covers(key) && isExemptable(judgement, key));
    if (keys.length === 0) continue;
    preview.resources += 1;
    preview.assessments += keys.length;
    preview.unhealthy += keys.filter((key) => judgement.verdicts[key]!.code === 'Unhealthy').length;
    for (const key of keys) preview.byRecommendation[key] = (preview.byRecommendation[key] ?? 0) + 1;
    moved.add(scoreDelta(codesOf(judgement), codesOf(withExempt(judgement, keys, exemption)), known));
  }
  const before = countersIn(score);
  return {
    ...preview,
    before: subscriptionScore(before.controls),
    after: subscriptionScore(addCounters(before, moved.total).controls),
  };
}

/** What does not apply needs no exemption, and what is exempt stays so by the one it has. */
const isExemptable = ({ verdicts }: Judgement, key: string): boolean => verdicts[key]!.code !== 'NotApplicable';

const withExempt = ({ verdicts }: Judgement, keys: readonly string[], exemption: Exemption) => ({
  verdicts: {
    ...verdicts,
    ...Object.fromEntries(keys.map((key) => [key, { ...verdicts[key]!, ...exempted(verdicts[key]!, exemption) }])),
  },
});

function coverage(
  { assignmentId, references }: Exemption,
  recommendations: readonly Recommendation[],
): (key: string) => boolean {
  const shipped = new Set(
    recommendations
      .map((one) => ({ key: one.key, ...shippedNames(one) }))
      .filter(({ isAssignedBy }) => isAssignedBy(assignmentId))
      .filter(({ names }) => references.size === 0 || names.some((name) => references.has(name)))
      .map(({ key }) => key),
  );
  const whole = policyVerdictKey(assignmentId, '');
  const members = new Set([...references].map((reference) => policyVerdictKey(assignmentId, reference)));
  return (key) =>
    shipped.has(key) || (references.size === 0 ? key === whole || key.startsWith(`${whole}/`) : members.has(key));
}

/** Members of Microsoft's own assignment stand for the shipped recommendations of the same definitions. */
async function withMembers({ policies }: Pick<Ports, 'policies'>, exemption: Exemption): Promise<Exemption> {
  const assignment = await policies.get(exemption.assignmentId);
  if (assignment?.kind !== 'policyAssignment' || exemption.references.size === 0) return exemption;
  const assigned = await policies.get(assignment.properties.policyDefinitionId);
  const members = assigned?.kind === 'policySetDefinition' ? assigned.properties.policyDefinitions : [];
  const names = members
    .filter((member, at) => exemption.references.has((member.policyDefinitionReferenceId || String(at)).toLowerCase()))
    .map((member) => member.policyDefinitionId.toLowerCase().split('/').at(-1)!);
  return { ...exemption, references: new Set([...exemption.references, ...names]) };
}
