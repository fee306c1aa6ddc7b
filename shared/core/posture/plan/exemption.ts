import type { Verdict } from '../../../model/judgement';
import type { PolicyExemptionDocument } from '../../../model/policy';
import { parsePolicyId } from '../../../model/policyId';
import { isWithin } from '../../../model/resourceId';
import type { Recommendation } from '../recommendation';
import type { PolicyUnit } from './policyUnit';

export interface Exemption {
  id: string;
  category: 'Waiver' | 'Mitigated';
  /** In lower case: the assignment, and the members of it that are exempt; none are all. */
  assignmentId: string;
  references: ReadonlySet<string>;
  /** Below what it holds, in lower case; undefined for the whole subscription. */
  within: string | undefined;
  /** Milliseconds; infinite without an expiry. */
  expiresAt: number;
  reason: string;
}

/** The name under which Defender for Cloud assigns its recommendations: here it stands for the shipped ones. */
export const shippedAssignmentName = 'securitycenterbuiltin';

export function exemptionOf({ resourceId, properties }: PolicyExemptionDocument): Exemption {
  const at = parsePolicyId(resourceId)?.at ?? '/';
  const isWhole = !/^\/subscriptions\/[^/]+\/./.test(at);
  return {
    id: resourceId,
    category: properties.exemptionCategory,
    assignmentId: properties.policyAssignmentId.toLowerCase().replace(/\/+$/, ''),
    references: new Set((properties.policyDefinitionReferenceIds ?? []).map((one) => one.toLowerCase())),
    within: isWhole ? undefined : at,
    expiresAt: properties.expiresOn ? Date.parse(properties.expiresOn) : Infinity,
    reason: properties.description || properties.displayName || 'no justification is given',
  };
}

/**
 * With the names of the definitions behind its references: a recommendation that is shipped for the same built-in definition is
 * exempt then too, where Microsoft's own assignment of it is imported.
 */
export function withDefinitions(exemption: Exemption, units: readonly PolicyUnit[]): Exemption {
  if (exemption.references.size === 0) return exemption;
  const named = units
    .filter((unit) => unit.assignmentId === exemption.assignmentId && exemption.references.has(unit.referenceId))
    .map(({ definitionId }) => definitionId.toLowerCase().split('/').at(-1) ?? '');
  return { ...exemption, references: new Set([...exemption.references, ...named]) };
}

/** The nearest first; of equals a waiver, which gives no points. */
export const nearestFirst = (a: Exemption, b: Exemption): number =>
  (b.within ?? '').length - (a.within ?? '').length ||
  Number(a.category === 'Mitigated') - Number(b.category === 'Mitigated') ||
  (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1);

/** What an exemption may name a judgement by, in lower case. */
export interface Exemptable {
  isAssignedBy: (assignmentId: string) => boolean;
  names: readonly string[];
}

export const unitNames = ({ assignmentId, referenceId }: PolicyUnit): Exemptable => ({
  isAssignedBy: (id) => id === assignmentId,
  names: [referenceId],
});

/** A shipped recommendation is named by its key, its assessment key or the name of its built-in definition. */
export const shippedNames = ({ key, assessmentKey, metadata }: Recommendation): Exemptable => ({
  isAssignedBy: (id) => id.endsWith(`/policyassignments/${shippedAssignmentName}`),
  names: [key, assessmentKey, metadata.policyDefinitionId?.split('/').at(-1) ?? key].map((name) => name.toLowerCase()),
});

/** The exemption that holds at that moment; it ends at its expiry, not after it. */
export const exemptionFor = (
  exemptions: readonly Exemption[],
  { isAssignedBy, names }: Exemptable,
  resourceId: string,
  now: Date,
): Exemption | undefined =>
  exemptions.find(
    ({ assignmentId, references, within, expiresAt }) =>
      now.getTime() < expiresAt &&
      isAssignedBy(assignmentId) &&
      (references.size === 0 || names.some((name) => references.has(name))) &&
      (within === undefined || isWithin(resourceId, within)),
  );

/** What does not apply to a resource needs no exemption. */
export function exempted(verdict: Verdict, exemption: Exemption | undefined): Verdict {
  if (!exemption || verdict.code === 'NotApplicable') return verdict;
  const { id, category, reason, expiresAt } = exemption;
  const until = Number.isFinite(expiresAt) ? ` until ${new Date(expiresAt).toISOString()}` : '';
  return {
    code: 'NotApplicable',
    cause: 'Exempt',
    description: `Exempt${until} (${category === 'Waiver' ? 'the risk is accepted' : 'mitigated otherwise'}): ${reason}`,
    exemption: { id, category, code: verdict.code },
  };
}
