import type { Json, JsonObject } from '../../../model/json';
import type { PolicyKind } from '../../../model/policy';
import { parsePolicyId } from '../../../model/policyId';
import { Rejected } from '../../../model/rejected';
import { isObject } from '../policy/coerce';
import { looseMembers } from '../policy/conditions/members';

export type ImportedKind = Exclude<PolicyKind, 'recommendationSettings' | 'assessmentMetadata'>;

export interface ImportedPolicy {
  id: string;
  kind: ImportedKind;
  properties: JsonObject;
}

const typeOf: Record<ImportedKind, string> = {
  policyDefinition: 'policyDefinitions',
  policySetDefinition: 'policySetDefinitions',
  policyAssignment: 'policyAssignments',
  policyExemption: 'policyExemptions',
};
/** Of properties that only one kind has, in lower case. An assignment is told before what it names. */
const marks: [string, ImportedKind][] = [
  ['policyassignmentid', 'policyExemption'],
  ['policydefinitionid', 'policyAssignment'],
  ['policydefinitions', 'policySetDefinition'],
  ['policyrule', 'policyDefinition'],
];
/** What ARM, the command line and Resource Graph put beside properties, and what nobody needs to keep. */
const envelope = new Set(['id', 'name', 'type', 'apiversion', 'systemdata', 'etag', 'location', 'identity', '$schema']);
const readOnly = new Set(['scope', 'policydefinitionversion', 'versions']);

/**
 * Reads a policy object as Azure's repository of built-ins, ARM, `az policy ... show` (properties beside the name) or Resource Graph have
 * it. `scope` is where one without an id is kept. Throws Rejected that says what is missing.
 */
export function readImportedPolicy(item: Json, scope: string | undefined): ImportedPolicy {
  if (!isObject(item)) throw new Rejected('InvalidPolicy', 'It is no JSON object.');
  const outer = looseMembers(item);
  const inner = outer.get('properties');
  const properties = isObject(inner ?? null) ? (inner as JsonObject) : flat(item);
  const kind = kindOf(properties);
  if (!kind)
    throw new Rejected(
      'InvalidPolicy',
      'It has no policyRule, policyDefinitions, policyDefinitionId or policyAssignmentId.',
    );
  const id = idOf(outer, kind, scope);
  return { id, kind, properties: told(properties, 2) };
}

/** The command line prints what is not set as null, also in members of initiatives; ARM takes such as absent. */
function told(object: JsonObject, levels: number): JsonObject {
  const kept = Object.entries(object).filter(([name, value]) => value !== null && !readOnly.has(name.toLowerCase()));
  const inner = (value: Json): Json =>
    levels > 1 && Array.isArray(value) ? value.map((one) => (isObject(one) ? told(one, levels - 1) : one)) : value;
  return Object.fromEntries(kept.map(([name, value]) => [name, inner(value)]));
}

const flat = (item: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !envelope.has(name.toLowerCase())));

function kindOf(properties: JsonObject): ImportedKind | undefined {
  const members = looseMembers(properties);
  return marks.find(([mark]) => members.has(mark))?.[1];
}

function idOf(outer: ReadonlyMap<string, Json>, kind: ImportedKind, scope: string | undefined): string {
  const given = outer.get('id');
  if (typeof given === 'string' && parsePolicyId(given)?.kind === kind) return given;
  const name = outer.get('name');
  if (typeof name !== 'string' || name === '')
    throw new Rejected('InvalidPolicy', 'It has neither the id of its kind nor a name.');
  if (scope === undefined)
    throw new Rejected('ScopeMissing', `'${name.slice(0, 130)}' has no id: say with scope where it is to be kept.`);
  return `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/${typeOf[kind]}/${name}`;
}
