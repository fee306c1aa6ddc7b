import type { PolicyAssignmentDocument } from '../../../model/policy';
import type { Recommendation } from '../recommendation';
import { type FindPolicy, partsOf } from './assignedUnits';
import { shippedAssignmentName } from './exemption';
import type { PolicyUnit } from './policyUnit';

/**
 * Keys of recommendations that Microsoft's own assignment switches off: the effect of the same built-in definition is Disabled there, by
 * a parameter or an override. That is how Defender for Cloud has them switched.
 */
export function offByAssignment(
  assignments: readonly PolicyAssignmentDocument[],
  units: readonly PolicyUnit[],
  find: FindPolicy,
  recommendations: readonly Recommendation[],
): string[] {
  const own = assignments.filter(({ name }) => name.toLowerCase() === shippedAssignmentName);
  const on = new Set(
    units
      .filter((unit) => own.some(({ resourceId }) => resourceId.toLowerCase() === unit.assignmentId))
      .map(({ definitionId }) => definitionId.toLowerCase()),
  );
  // A definition that is not known is a unit all the same: what is assigned and says nothing is Disabled.
  const off = own
    .flatMap((assignment) => partsOf(assignment, find))
    .flatMap(({ kind, resourceId }) => (kind === 'policyDefinition' ? [resourceId.toLowerCase()] : []))
    .filter((id) => !on.has(id));
  const names = new Set(off.map((id) => id.split('/').at(-1)));
  return recommendations
    .filter(({ metadata }) => names.has(metadata.policyDefinitionId?.toLowerCase().split('/').at(-1)))
    .map(({ key }) => key);
}
