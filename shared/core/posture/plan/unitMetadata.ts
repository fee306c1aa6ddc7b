import type { Json } from '../../../model/json';
import { isObject } from '../policy/coerce';
import { looseMembers } from '../policy/conditions/members';
import type { RecommendationMetadata } from '../recommendation';

const categories: Record<string, RecommendationMetadata['categories'][number]> = {
  network: 'Networking',
  cdn: 'Networking',
  'front door': 'Networking',
  storage: 'Data',
  sql: 'Data',
  'cosmos db': 'Data',
  'key vault': 'Data',
  cache: 'Data',
  'managed identity': 'IdentityAndAccess',
  security: 'IdentityAndAccess',
  'internet of things': 'IoT',
};
const severities = ['Low', 'Medium', 'High'] as const;

export interface DescribedDefinition {
  id: string;
  displayName?: string | undefined;
  description?: string | undefined;
  metadata?: Json | undefined;
}

/**
 * What lists say of an assigned policy, from its definition. Severity and remediation are those of
 * `metadata.securityCenter`, which Defender for Cloud reads of custom policies; else Medium, and none.
 */
export function unitMetadata(definition: DescribedDefinition): RecommendationMetadata {
  const metadata = membersOf(definition.metadata);
  const security = membersOf(metadata.get('securitycenter'));
  const category = textOf(metadata.get('category')).toLowerCase();
  const severity = textOf(security.get('severity')).toLowerCase();
  const displayName = definition.displayName || (definition.id.split('/').at(-1) ?? '');
  return {
    displayName,
    description: definition.description || displayName,
    severity: severities.find((one) => one.toLowerCase() === severity) ?? 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: [categories[category] ?? 'Compute'],
    threats: [],
    remediationDescription: textOf(security.get('remediationdescription')),
    controls: [],
    assessmentType: 'CustomPolicy',
    policyDefinitionId: definition.id,
  };
}

const membersOf = (value: Json | undefined): ReadonlyMap<string, Json> =>
  value !== undefined && isObject(value) ? looseMembers(value) : new Map();
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
