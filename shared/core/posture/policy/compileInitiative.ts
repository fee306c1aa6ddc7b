import type { Json } from '../../../model/json';
import { isObject } from './coerce';
import { compileDefinition, type CompiledPolicy, type CompileOptions } from './compileDefinition';
import { looseMembers } from './conditions/members';
import type { PolicyDefinition, PolicySet } from './definition';
import { Doubt, isDoubt, PolicyFault } from './doubt';
import { compileValue } from './expression/compileExpression';
import { lowerValue } from './lowerKeys';
import { effectiveParameters, type ParameterValues } from './parameters';
import { noUses, type Scope } from './scope';

/** A member of a set whose definition is not at hand. */
export interface MissingMember {
  referenceId: string;
  definitionId: string;
}

/** Finds a definition by its id, whatever its case. */
export type FindDefinition = (id: string) => PolicyDefinition | undefined;

/**
 * Compiles the members of a set, each by its reference id: a set may refer to one definition several times. A parameter is
 * what the assignment gives, else the default of the set, the literal of the reference, or the default of the definition.
 */
export function compileInitiative(
  set: PolicySet,
  find: FindDefinition,
  assigned: ParameterValues,
  options: Omit<CompileOptions, 'referenceId' | 'setDefinitionId'>,
): { policies: CompiledPolicy[]; missing: MissingMember[] } {
  const ofSet = effectiveParameters(set.parameters, assigned);
  const policies: CompiledPolicy[] = [];
  const missing: MissingMember[] = [];
  set.members.forEach((member, at) => {
    const parts = looseMembers(member);
    const definitionId = textOf(parts.get('policydefinitionid'));
    const referenceId = textOf(parts.get('policydefinitionreferenceid')) || String(at);
    const definition = find(definitionId);
    if (!definition) return void missing.push({ referenceId, definitionId });
    const given = referenceValues(parts.get('parameters'), ofSet, options);
    policies.push(compileDefinition(definition, given, { ...options, setDefinitionId: set.id, referenceId }));
  });
  return { policies, missing };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Values of one reference; its expressions see the parameters of the set alone. */
function referenceValues(
  json: Json | undefined,
  parameters: ParameterValues,
  { aliases }: Pick<CompileOptions, 'aliases'>,
): ParameterValues {
  const values = new Map<string, Json | Doubt>();
  if (json === undefined || !isObject(json)) return values;
  const scope: Scope = {
    parameters,
    policy: {},
    aliases,
    bindings: [],
    inName: false,
    uses: noUses(),
  };
  for (const [name, entry] of looseMembers(json)) {
    const written = isObject(entry) ? looseMembers(entry).get('value') : undefined;
    if (written === undefined) continue;
    const value = referenceValue(written, scope);
    // A parameter of the set without any value leaves the definition its own default.
    if (!isDoubt(value) || value.reason !== 'parameter-missing') values.set(name, value);
  }
  return values;
}

function referenceValue(written: Json, scope: Scope): Json | Doubt {
  try {
    const { constant } = compileValue(written, scope);
    const result = constant
      ? constant.result
      : new Doubt('unsupported-syntax', 'a parameter of a set member that changes');
    return lowerValue(result);
  } catch (error) {
    if (error instanceof PolicyFault) return new Doubt(error.reason, error.token);
    throw error;
  }
}
