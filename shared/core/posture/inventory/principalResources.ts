import type { Resource } from '../../../model/resource';

export const principalType = 'Skywarden/principals';
export const principalSource = 'inventory/principals';

/** What is known of somebody: an absent member is not known. */
export interface PrincipalFacts {
  id: string;
  principalType: 'User' | 'ServicePrincipal' | 'Group';
  displayName?: string;
  userType?: 'Member' | 'Guest';
  accountEnabled?: boolean;
  mfaRegistered?: boolean;
  /** Groups with role assignments that it is in, directly or through other groups. */
  memberOf?: string[];
  /** Of a group: its members are known. Else those that name it in `memberOf` are of an earlier reading, and may not be all. */
  membersRead?: true;
}

export function principalResource(
  subscriptionId: string,
  { id, ...facts }: PrincipalFacts,
  observedAt: string,
): Resource {
  const { memberOf, ...rest } = facts;
  return {
    id: `/subscriptions/${subscriptionId}/providers/${principalType}/${id.toLowerCase()}`,
    name: id.toLowerCase(),
    type: principalType,
    properties: { ...rest, ...(memberOf && { memberOf: [...memberOf].sort() }), observedAt },
  };
}

/** Ids of principals with role assignments among the resources, by what the assignments say they are. */
export function assignedPrincipals(resources: readonly Resource[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { type, properties } of resources) {
    if (type.toLowerCase() !== 'microsoft.authorization/roleassignments') continue;
    const { principalId, principalType: kind = 'Unknown' } = properties;
    if (typeof principalId !== 'string' || !/^[\w-]{1,64}$/.test(principalId)) continue;
    const key = String(kind);
    found.set(key, (found.get(key) ?? new Set()).add(principalId.toLowerCase()));
  }
  return found;
}
