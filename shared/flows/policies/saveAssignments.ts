import { shippedAssignmentName } from '../../core/posture/plan/exemption';
import {
  type PolicyAssignmentDocument,
  policyAssignmentSchema,
  type PolicyDocument,
  type PolicyExemptionDocument,
  policyExemptionSchema,
  type RecommendationSettingsDocument,
  recommendationSettingsSchema,
} from '../../model/policy';
import { governingScope, type PolicyIdParts, parsePolicyId, recommendationSettingsId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import {
  checkCount,
  type PolicyDraft,
  policyIdOf,
  policyProperties,
  type PolicyWriter,
  type SavedPolicy,
  storePolicy,
} from './storePolicy';

/** As Azure Policy limits them, per scope. */
const maxAssignments = 200;
const maxExemptions = 5_000;

/** Assigns a definition or initiative at a management group or subscription. */
export async function savePolicyAssignment(
  writer: PolicyWriter,
  { id, properties: given, ...draft }: PolicyDraft,
): Promise<SavedPolicy<PolicyAssignmentDocument>> {
  const parts = assignedAt(policyIdOf(id, 'policyAssignment'));
  const properties = policyProperties(policyAssignmentSchema, given);
  const assigned = parsePolicyId(properties.policyDefinitionId)?.kind;
  if (assigned !== 'policyDefinition' && assigned !== 'policySetDefinition') {
    throw new Rejected('InvalidPolicy', 'properties.policyDefinitionId: names no policy definition and no initiative');
  }
  await checkCount(writer.ports, parts, maxAssignments);
  const definition = await writer.ports.policies.get(properties.policyDefinitionId);
  const warnings = definition
    ? missingParameters(definition, properties.parameters ?? {})
    : [`${properties.policyDefinitionId} is not known here: nothing is judged until it is imported.`];
  return { ...(await storePolicy(writer, { ...parts, kind: 'policyAssignment' }, properties, draft)), warnings };
}

/** Exempts a management group, a subscription, a resource group or a resource from an assignment, or from members of it. */
export async function savePolicyExemption(
  writer: PolicyWriter & { ports: Pick<Ports, 'now'> },
  { id, properties: given, ...draft }: PolicyDraft,
): Promise<SavedPolicy<PolicyExemptionDocument>> {
  const parts = policyIdOf(id, 'policyExemption');
  if (parts.scope === '/') {
    throw new Rejected('ScopeNotAllowed', 'Exempt a management group, a subscription, a resource group or a resource.');
  }
  const properties = policyProperties(policyExemptionSchema, given);
  const assignment = parsePolicyId(properties.policyAssignmentId);
  if (assignment?.kind !== 'policyAssignment') {
    throw new Rejected('InvalidPolicy', 'properties.policyAssignmentId: names no policy assignment');
  }
  await checkCount(writer.ports, parts, maxExemptions);
  const isShipped = assignment.name.toLowerCase() === shippedAssignmentName;
  const isKnown = isShipped || (await writer.ports.policies.get(properties.policyAssignmentId)) !== undefined;
  const isOver = properties.expiresOn && Date.parse(properties.expiresOn) <= writer.ports.now().getTime();
  const warnings = [
    ...(isKnown ? [] : [`${properties.policyAssignmentId} is not known here: nothing is exempt until it is.`]),
    ...(isOver ? ['It has expired already.'] : []),
  ];
  return { ...(await storePolicy(writer, { ...parts, kind: 'policyExemption' }, properties, draft)), warnings };
}

/** Says which shipped recommendations are on or off in a management group or subscription; `keys` are those that there are. */
export async function saveRecommendationSettings(
  writer: PolicyWriter,
  keys: ReadonlySet<string>,
  { scope: at, properties: given, ...draft }: { scope: string; properties: unknown; etag?: string | undefined },
): Promise<SavedPolicy<RecommendationSettingsDocument>> {
  const scope = governingScope(at);
  if (scope === undefined || scope === '/' || scope !== at.toLowerCase().replace(/\/+$/, '')) {
    throw new Rejected('ScopeNotAllowed', 'Recommendations are switched at a management group or a subscription.');
  }
  const properties = policyProperties(recommendationSettingsSchema, given);
  const unknown = Object.keys(properties.recommendations).find((key) => !keys.has(key));
  if (unknown !== undefined) throw new Rejected('UnknownRecommendation', `There is no recommendation '${unknown}'.`);
  const parts = policyIdOf(recommendationSettingsId(scope), 'recommendationSettings');
  const saved = await storePolicy(writer, { ...parts, kind: 'recommendationSettings' }, properties, draft);
  return { ...saved, warnings: [] };
}

function assignedAt(parts: PolicyIdParts): PolicyIdParts {
  if (parts.at === parts.scope && parts.scope !== '/') return parts;
  const place = parts.scope === '/' ? 'the tenant' : `'${parts.at}'`;
  throw new Rejected(
    'ScopeNotAllowed',
    `Policies are assigned at a management group or a subscription, not at ${place}. ` +
      (parts.scope === '/'
        ? 'Assign it at the root management group.'
        : `Assign it at ${parts.scope}, and name what it is not to judge in notScopes.`),
  );
}

function missingParameters(definition: PolicyDocument, given: Record<string, { value?: unknown }>): string[] {
  if (definition.kind !== 'policyDefinition' && definition.kind !== 'policySetDefinition') return [];
  const values = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const missing = Object.entries(definition.properties.parameters ?? {})
    .filter(([name, declared]) => declared['defaultValue'] === undefined && !values.has(name.toLowerCase()))
    .map(([name]) => name);
  return missing.length === 0 ? [] : [`These parameters have no value: ${missing.join(', ')}`];
}
