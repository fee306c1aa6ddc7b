import type { PlanStates } from '../../../model/plan';
import type { PolicyAssignmentDocument, PolicyDocument } from '../../../model/policy';
import type { Recommendation } from '../recommendation';
import { assignedUnits, type FindPolicy, findPolicyIn, referredTo } from './assignedUnits';
import { type Exemption, exemptionOf, nearestFirst, withDefinitions } from './exemption';
import { offByAssignment } from './offByAssignment';
import type { PolicyUnit } from './policyUnit';
import { writtenRecommendation } from './writtenRecommendation';

/** By what the resources of one subscription are judged. */
export interface Posture {
  /** All that are shipped, in their order. */
  recommendations: readonly Recommendation[];
  /** Keys of those that policy has switched off. */
  off: ReadonlySet<string>;
  plans: PlanStates;
  /** Policies assigned, by key. */
  units: readonly PolicyUnit[];
  /** Those that may speak of resources of a type in lower case. */
  unitsFor(type: string): readonly PolicyUnit[];
  /** The first that fits holds. */
  exemptions: readonly Exemption[];
  /** Of assessments that clients write. */
  written: readonly Recommendation[];
  /** Ids in lower case of definitions and initiatives that its assignments refer to. */
  referred: ReadonlySet<string>;
}

export interface PostureParts {
  recommendations: readonly Recommendation[];
  /** Scopes in lower case, the nearest first: the subscription, its management groups, `/`. */
  chain: readonly string[];
  /** What is kept in those scopes, in any order. */
  documents: readonly PolicyDocument[];
  plans: PlanStates;
  /** Compiles an assignment, or knows it from before. */
  compile?: (assignment: PolicyAssignmentDocument, find: FindPolicy) => readonly PolicyUnit[];
}

/** Assignments of all scopes above a subscription hold together; of the settings of a recommendation, the nearest. */
export function createPosture({
  recommendations,
  chain,
  documents,
  plans,
  compile = assignedUnits,
}: PostureParts): Posture {
  const inherited = documents.filter(({ scope, deleted }) => chain.includes(scope) && deleted !== true);
  const find = findPolicyIn(inherited);
  const assignments = inherited.filter((one) => one.kind === 'policyAssignment');
  const units = assignments
    .flatMap((assignment) => [...compile(assignment, find)])
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return {
    recommendations,
    off: switchedOff(chain, inherited, offByAssignment(assignments, units, find, recommendations)),
    plans,
    units,
    unitsFor: unitIndex(units),
    exemptions: inherited
      .filter((one) => one.kind === 'policyExemption')
      .map((one) => withDefinitions(exemptionOf(one), units))
      .sort(nearestFirst),
    written: inherited.filter((one) => one.kind === 'assessmentMetadata').map(writtenRecommendation),
    referred: new Set(assignments.flatMap((assignment) => referredTo(assignment, find))),
  };
}

/** Settings decide before an assignment does. */
function switchedOff(
  chain: readonly string[],
  documents: readonly PolicyDocument[],
  byAssignment: readonly string[],
): Set<string> {
  const states = new Map<string, 'On' | 'Off'>(byAssignment.map((key) => [key, 'Off']));
  for (const scope of [...chain].reverse()) {
    for (const one of documents) {
      if (one.kind !== 'recommendationSettings' || one.scope !== scope) continue;
      for (const [key, { state }] of Object.entries(one.properties.recommendations)) states.set(key, state);
    }
  }
  return new Set([...states].filter(([, state]) => state === 'Off').map(([key]) => key));
}

const subscriptionType = 'microsoft.resources/subscriptions';

/** A unit without a definition is told of the subscription: nobody knows what it is about. */
function unitIndex(units: readonly PolicyUnit[]): (type: string) => readonly PolicyUnit[] {
  const known = new Map<string, readonly PolicyUnit[]>();
  const speaksOf = ({ compiled }: PolicyUnit, type: string): boolean =>
    compiled ? compiled.types?.has(type) !== false : type === subscriptionType;
  return (given) => {
    const type = policyType(given);
    // Facts and marks of our own are no resources of anybody.
    if (type.startsWith('skywarden/')) return [];
    const found = known.get(type) ?? units.filter((unit) => speaksOf(unit, type));
    if (known.size < 10_000) known.set(type, found);
    return found;
  };
}

/** A resource type in lower case as rules name it: groups have two names. */
export function policyType(type: string): string {
  const lower = type.toLowerCase();
  return lower === 'microsoft.resources/resourcegroups' ? 'microsoft.resources/subscriptions/resourcegroups' : lower;
}
