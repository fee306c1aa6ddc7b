import type { Resource } from '../../../model/resource';
import { sampleCollection } from './collected';
import type { RecommendationCase } from '../recommendation';
import { sampleExtension, sampleSubscription } from './sampleResource';

export const sampleRoles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  write: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  read: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  /** Virtual Machine Contributor: known by its definition only. */
  unclear: '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
} as const;

const guid = (number: number): string => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;

/** A role of principal `number`, in the subscription or at another scope. */
export const sampleAssignment = (
  number: number,
  role: keyof typeof sampleRoles,
  more: { principalType?: string; scope?: string } = {},
): Resource =>
  sampleExtension(sampleSubscription, 'Microsoft.Authorization/roleAssignments', guid(9000 + number), {
    roleDefinitionId: `${sampleSubscription.id}/providers/Microsoft.Authorization/roleDefinitions/${sampleRoles[role]}`,
    principalId: guid(number),
    principalType: 'User',
    scope: sampleSubscription.id,
    ...more,
  });

/** What the inventory knows of principal `number`. */
export const samplePrincipal = (number: number, properties: Resource['properties']): Resource =>
  sampleExtension(sampleSubscription, 'Skywarden/principals', guid(number), { principalType: 'User', ...properties });

/** Cases that every recommendation about accounts has: `good` and `bad` are properties of an account of each kind. */
export function accountCases(
  level: 'owner' | 'write' | 'read',
  good: Resource['properties'],
  bad: Resource['properties'],
): RecommendationCase[] {
  const resource = sampleSubscription;
  const one = (role: keyof typeof sampleRoles, properties: Resource['properties']): Resource[] => [
    sampleAssignment(1, role),
    samplePrincipal(1, properties),
  ];
  const other = level === 'owner' ? 'read' : 'owner';
  return [
    { name: 'account as it should be', resource, related: one(level, good), expect: 'Healthy' },
    { name: 'account at fault', resource, related: one(level, bad), expect: 'Unhealthy' },
    {
      name: 'one of two at fault',
      resource,
      related: [...one(level, good), sampleAssignment(2, level), samplePrincipal(2, bad)],
      expect: 'Unhealthy',
    },
    {
      name: 'member of a group at fault',
      resource,
      related: [
        sampleAssignment(3, level, { principalType: 'Group' }),
        samplePrincipal(3, { principalType: 'Group', membersRead: true }),
        samplePrincipal(2, { ...bad, memberOf: [samplePrincipal(3, {}).name] }),
      ],
      expect: 'Unhealthy',
    },
    {
      name: 'group whose members are not known',
      resource,
      related: [...one(level, good), sampleAssignment(3, level, { principalType: 'Group' })],
      expect: 'Unknown',
    },
    {
      name: 'group whose members could not be read again',
      resource,
      related: [
        sampleAssignment(3, level, { principalType: 'Group' }),
        samplePrincipal(3, { principalType: 'Group' }),
        samplePrincipal(2, { ...good, memberOf: [samplePrincipal(3, {}).name] }),
      ],
      expect: 'Unknown',
    },
    {
      name: 'group of another directory',
      resource,
      related: [...one(level, good), sampleAssignment(3, level, { principalType: 'ForeignGroup' })],
      expect: 'Unknown',
    },
    {
      name: 'assignments that could be read in part',
      resource,
      related: [...one(level, good), sampleCollection(resource, 'Microsoft.Authorization/roleAssignments', 'refused')],
      expect: 'Unknown',
    },
    { name: 'account of which nothing is known', resource, related: [sampleAssignment(1, level)], expect: 'Unknown' },
    { name: 'account of which this is not known', resource, related: one(level, {}), expect: 'Unknown' },
    {
      name: 'service principals only',
      resource,
      related: [sampleAssignment(4, other, { principalType: 'ServicePrincipal' })],
      expect: 'NotApplicable',
    },
    { name: 'assignments not collected', resource, expect: 'Unknown' },
  ];
}
