import { parsePolicyId } from '../model/policyId';

/**
 * Where the assignment lies that an exemption is from: Azure wants `policyAssignments/exempt/action` there too, so that nobody is
 * exempt from what a management group demands by leave of a subscription alone. Undefined where the exemption names none.
 */
export function exemptedScope(properties: unknown): string | undefined {
  if (typeof properties !== 'object' || properties === null || !('policyAssignmentId' in properties)) return undefined;
  const { policyAssignmentId } = properties;
  return typeof policyAssignmentId === 'string' ? parsePolicyId(policyAssignmentId)?.scope : undefined;
}
