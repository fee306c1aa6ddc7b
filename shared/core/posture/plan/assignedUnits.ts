import type { Json, JsonObject } from '../../../model/json';
import type {
  PolicyAssignmentDocument,
  PolicyDefinitionDocument,
  PolicyDocument,
  PolicySetDocument,
} from '../../../model/policy';
import { compileDefinition, type CompiledPolicy } from '../policy/compileDefinition';
import { compileInitiative } from '../policy/compileInitiative';
import { readDefinition, readPolicySet, type PolicyDefinition } from '../policy/definition';
import { builtInAliases } from '../policy/fields/builtInAliases';
import { lowerValue } from '../policy/lowerKeys';
import type { ParameterValues } from '../policy/parameters';
import { type PolicyUnit, policyVerdictKey } from './policyUnit';
import { overriddenEffect, withEffect } from './selectors';
import { unitMetadata } from './unitMetadata';

/** Finds a definition or initiative by its id, without case. */
export type FindPolicy = (id: string) => PolicyDefinitionDocument | PolicySetDocument | undefined;

export function findPolicyIn(documents: readonly PolicyDocument[]): FindPolicy {
  const byId = new Map(
    documents.flatMap((one) =>
      one.kind === 'policyDefinition' || one.kind === 'policySetDefinition'
        ? [[one.resourceId.toLowerCase(), one] as const]
        : [],
    ),
  );
  return (id) => byId.get(id.toLowerCase().replace(/\/+$/, ''));
}

/** Everything that an assignment is made of: the definition, or the initiative with its members. Missing ones are left out. */
export function partsOf({ properties }: PolicyAssignmentDocument, find: FindPolicy): PolicyDocument[] {
  const assigned = find(properties.policyDefinitionId);
  if (assigned?.kind !== 'policySetDefinition') return assigned ? [assigned] : [];
  const members = assigned.properties.policyDefinitions.flatMap((member) => find(member.policyDefinitionId) ?? []);
  return [assigned, ...members];
}

/** Ids in lower case of all that an assignment refers to, whether it is there or not. */
export function referredTo({ properties }: PolicyAssignmentDocument, find: FindPolicy): string[] {
  const assigned = find(properties.policyDefinitionId);
  const members = assigned?.kind === 'policySetDefinition' ? assigned.properties.policyDefinitions : [];
  return [properties.policyDefinitionId, ...members.map((one) => one.policyDefinitionId)].map((id) => id.toLowerCase());
}

/**
 * Compiles what an assignment assigns. Members with the effect Disabled are no units: they say nothing. A definition that is
 * not there is one, without a compiled policy.
 */
export function assignedUnits(assignment: PolicyAssignmentDocument, find: FindPolicy): PolicyUnit[] {
  const { properties, resourceId } = assignment;
  const parameters: ParameterValues = new Map(
    Object.entries(properties.parameters ?? {}).flatMap(([name, { value }]) =>
      value === undefined ? [] : [[name.toLowerCase(), lowerValue(value as Json)] as const],
    ),
  );
  const options = { aliases: builtInAliases(), assignmentId: resourceId };
  const unitOf = (compiled: CompiledPolicy | undefined, definitionId: string, referenceId: string): PolicyUnit => ({
    key: policyVerdictKey(resourceId, referenceId),
    assignmentId: resourceId.toLowerCase(),
    referenceId: referenceId.toLowerCase(),
    definitionId,
    metadata: unitMetadata({ id: definitionId, ...described(find(definitionId)) }),
    compiled,
    notScopes: (properties.notScopes ?? []).map((id) => id.toLowerCase().replace(/\/+$/, '')),
    selectors: properties.resourceSelectors ?? [],
  });

  const assigned = find(properties.policyDefinitionId);
  if (!assigned) return [unitOf(undefined, properties.policyDefinitionId, '')];
  if (assigned.kind === 'policyDefinition') {
    const compiled = compileDefinition(
      withOverride(read(assigned), overriddenEffect(properties, '')),
      parameters,
      options,
    );
    return compiled.off ? [] : [unitOf(compiled, assigned.resourceId, '')];
  }

  const overrides = new Map<string, string>();
  const policyDefinitions = assigned.properties.policyDefinitions.map((member, at) => {
    const effect = overriddenEffect(properties, member.policyDefinitionReferenceId || String(at));
    // A set may refer to one definition several times with other effects: each reference finds its own.
    const policyDefinitionId = `${member.policyDefinitionId}${effect === undefined ? '' : `#${at}`}`;
    if (effect !== undefined) overrides.set(policyDefinitionId.toLowerCase(), effect);
    return { ...member, policyDefinitionId };
  });
  const set = readPolicySet({
    id: assigned.resourceId,
    name: assigned.name,
    properties: { ...assigned.properties, policyDefinitions },
  } as unknown as JsonObject)!;
  const findMember = (id: string): PolicyDefinition | undefined => {
    const found = find(id.replace(/#\d+$/, ''));
    if (found?.kind !== 'policyDefinition') return undefined;
    return withOverride(read(found), overrides.get(id.toLowerCase()));
  };
  const { policies, missing } = compileInitiative(set, findMember, parameters, options);
  return [
    ...policies.filter(({ off }) => !off).map((one) => unitOf(one, one.definitionId, one.referenceId ?? '')),
    ...missing.map((one) => unitOf(undefined, one.definitionId.replace(/#\d+$/, ''), one.referenceId)),
  ];
}

const withOverride = (definition: PolicyDefinition, effect: string | undefined): PolicyDefinition =>
  effect === undefined ? definition : withEffect(definition, effect);

const read = ({ resourceId, name, properties }: PolicyDefinitionDocument): PolicyDefinition =>
  readDefinition({ id: resourceId, name, properties } as unknown as JsonObject);

const described = (found: ReturnType<FindPolicy>) =>
  found && {
    displayName: found.properties.displayName,
    description: found.properties.description,
    metadata: found.properties.metadata as Json | undefined,
  };
