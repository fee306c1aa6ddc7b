import type { Resource } from '../../../model/resource';
import type { ResourceGraph } from '../recommendation';
import { sampleExtension } from './sampleResource';
import { wordAt } from './setting';

const guestAssignmentType = 'Microsoft.GuestConfiguration/guestConfigurationAssignments';

export type GuestCompliance = 'compliant' | 'noncompliant' | 'pending';

/**
 * What guest configuration says of a machine in the assignments whose name, or whose configuration's, fits. One that is not
 * compliant decides; one that has not run yet leaves it open. Undefined: none is assigned.
 */
export function guestCompliance(graph: ResourceGraph, name: RegExp): GuestCompliance | undefined {
  const states = graph
    .ofType(guestAssignmentType)
    .filter((one) => name.test(one.name) || name.test(wordAt(one.properties, 'guestConfiguration.name') ?? ''))
    .map(({ properties }) => wordAt(properties, 'complianceStatus'));
  if (states.length === 0) return undefined;
  if (states.includes('noncompliant')) return 'noncompliant';
  return states.every((state) => state === 'compliant') ? 'compliant' : 'pending';
}

/** An assignment for cases. */
export const guestAssignment = (machine: Resource, name: string, complianceStatus: string): Resource =>
  sampleExtension(machine, guestAssignmentType, name, {
    guestConfiguration: { name, version: '1.*' },
    complianceStatus,
  });
