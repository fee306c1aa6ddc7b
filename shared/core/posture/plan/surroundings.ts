import type { ResourceDocument } from '../../../model/documents/resources';
import { parseResourceId } from '../../../model/resourceId';
import { isAttached } from '../policy/rules/extensionTypes';
import { type Posture, policyType } from './posture';

/** What judging a partition needs beyond it; types in lower case. */
export interface Needs {
  /** Related resources that lie in other partitions of the subscription. */
  types: string[];
  /** Related types of which to know whether anybody collects them. */
  related: string[];
  /** Ids of the resource group and subscription, where a policy reads them. */
  scopes: string[];
}

/** What was found beyond the partition. */
export interface Surroundings {
  documents: readonly ResourceDocument[];
  /** Related types whose records are known: one that is absent does not exist. */
  collected: ReadonlySet<string>;
}

export const noSurroundings: Surroundings = { documents: [], collected: new Set() };

/** Whose records about a subscription are kept with it. */
const ofSubscription = new Set(['microsoft.authorization', 'microsoft.insights', 'microsoft.security', 'skywarden']);
const scopeTypes = ['microsoft.resources/subscriptions', 'microsoft.resources/subscriptions/resourcegroups'];

/** Nothing, for most partitions: children and what is attached to a resource lie with it. */
export function needsOf(posture: Posture, documents: readonly ResourceDocument[]): Needs {
  const types = new Set<string>();
  const related = new Set<string>();
  const scopes = new Set<string>();
  for (const { resource, copyOf } of documents) {
    if (copyOf !== undefined) continue;
    const type = policyType(resource.type);
    for (const { compiled } of posture.unitsFor(type)) {
      if (compiled?.uses.scopes) for (const id of scopesOf(resource.id)) scopes.add(id);
      if (compiled?.relatedType === undefined) continue;
      related.add(compiled.relatedType);
      if (!isWithPartition(compiled.relatedType, type)) types.add(compiled.relatedType);
    }
  }
  return { types: [...types].sort(), related: [...related].sort(), scopes: [...scopes].sort() };
}

/** True if a resource of that type has its related ones in its own partition. */
function isWithPartition(related: string, type: string): boolean {
  if (type === scopeTypes[0]) return ofSubscription.has(related.split('/')[0]!);
  if (type === scopeTypes[1]) return false;
  return isAttached(related, false) || related.startsWith(`${type}/`) || type.startsWith(`${related}/`);
}

function scopesOf(resourceId: string): string[] {
  const { subscriptionId, resourceGroup } = parseResourceId(resourceId);
  if (!subscriptionId) return [];
  const subscription = `/subscriptions/${subscriptionId}`;
  return [subscription, ...(resourceGroup ? [`${subscription}/resourcegroups/${resourceGroup}`] : [])];
}

/** True if judgements of other partitions rest on resources of that type: they change with it. */
export function isReadByOthers(posture: Posture, given: string): boolean {
  const type = policyType(given);
  return posture.units.some(({ compiled }) => {
    if (!compiled) return false;
    if (compiled.uses.scopes && scopeTypes.includes(type)) return true;
    if (compiled.relatedType !== type) return false;
    return [...(compiled.types ?? [''])].some((judged) => judged === '' || !isWithPartition(type, judged));
  });
}
