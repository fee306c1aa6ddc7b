import type { Json } from '../../../model/json';
import { compileCondition } from './conditions/compileCondition';
import { looseMembers, members } from './conditions/members';
import { parseCondition } from './conditions/parseCondition';
import { isObject } from './coerce';
import type { PolicyDefinition } from './definition';
import { Doubt, isDoubt, PolicyFault } from './doubt';
import type { AliasTable } from './fields/aliasTable';
import { ruleJudge, type Judge } from './judge';
import { doubted, settled } from './judgement';
import { effectiveParameters, type ParameterValues } from './parameters';
import { compileApplicability, modeAdmits } from './rules/applicability';
import { familyOf, readEffect, type Family } from './rules/effect';
import { compileExistence } from './rules/existence';
import { looseTypes } from './rules/looseTypes';
import { typeSet } from './rules/typeSet';
import { noUses, type Scope } from './scope';

const maxConditions = 4_096;

export interface CompileOptions {
  aliases: AliasTable;
  /** Of what `policy()` tells. */
  assignmentId?: string;
  setDefinitionId?: string;
  referenceId?: string;
}

/** A definition with its parameters, ready to judge. */
export interface CompiledPolicy {
  definitionId: string;
  referenceId: string | undefined;
  /** As spelled; null where it is not known. */
  effect: string | null;
  /** Disabled: it is off by policy and says nothing of any resource. */
  off: boolean;
  /** Types in lower case that it can speak of; undefined for any. */
  types: ReadonlySet<string> | undefined;
  /** Type in lower case of the resources that its existence check reads. */
  relatedType: string | undefined;
  /** Why all its verdicts are unknown. */
  fault: Doubt | undefined;
  /** Verdicts change with time, or with the resource group or subscription. */
  uses: { clock: boolean; scopes: boolean };
  judge: Judge;
}

/** Compiles a definition once for all resources. It never throws: what cannot be compiled judges Unknown with its reason. */
export function compileDefinition(
  definition: PolicyDefinition,
  given: ParameterValues,
  options: CompileOptions,
): CompiledPolicy {
  const scope = scopeOf(definition, given, options);
  const policy = {
    definitionId: definition.id,
    referenceId: options.referenceId,
    uses: scope.uses,
    relatedType: undefined,
  };
  const loose = isObject(definition.rule ?? null) ? looseMembers(definition.rule as Record<string, Json>) : undefined;
  let effect: string | null = null;
  try {
    const rule = members(definition.rule, 'policyRule');
    const then = members(rule.get('then'), 'then');
    const read = readEffect(then.get('effect'), scope);
    if (isDoubt(read)) return unjudged(read);
    effect = read;
    const family = familyOf(effect, then.get('details'));
    if (family === 'off') return { ...unjudged(new Doubt('manual')), off: true, fault: undefined };
    const never = classDoubt(definition, family);
    if (never) return unjudged(never);
    return { ...policy, ...compileRule(definition, rule.get('if'), then.get('details'), effect, family, scope) };
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    return unjudged(new Doubt(error.reason, error.token));
  }

  function unjudged(fault: Doubt): CompiledPolicy {
    const types = looseTypes(loose?.get('if'));
    const unknown = doubted(effect, 'Unknown', fault);
    const notApplicable = { ...settled('', null), effect };
    const judge: Judge = (resource) =>
      (types && !types.has(resource.typeLc)) || !modeAdmits('all', types !== undefined, resource)
        ? notApplicable
        : unknown;
    return { ...policy, effect, off: false, types, fault, judge };
  }
}

function compileRule(
  definition: PolicyDefinition,
  condition: Json | undefined,
  details: Json | undefined,
  effect: string,
  family: Family,
  scope: Scope,
) {
  const parsed = parseCondition(condition, { conditions: maxConditions });
  const types = typeSet(parsed);
  const mode = definition.mode.toLowerCase();
  const existence =
    family === 'existence' ? compileExistence(looseMembers(details as Record<string, Json>), scope) : undefined;
  const judge = ruleJudge({
    effect,
    admits: (resource) => modeAdmits(mode, types !== undefined, resource),
    condition: compileCondition(parsed, scope),
    ...(existence ? { satisfied: existence.satisfied } : { applies: compileApplicability(parsed, scope) }),
  });
  return { effect, off: false, types, relatedType: existence?.relatedType, fault: undefined, judge };
}

/** Whole classes of policies that no resource's JSON decides. */
function classDoubt({ mode, policyType }: PolicyDefinition, family: Family): Doubt | undefined {
  if (!['all', 'indexed'].includes(mode.toLowerCase())) return new Doubt('unsupported-mode', mode);
  if (policyType.toLowerCase() === 'static') return new Doubt('static');
  if (family === 'manual') return new Doubt('manual');
  return family === 'request' ? new Doubt('request-time-effect') : undefined;
}

function scopeOf(definition: PolicyDefinition, given: ParameterValues, options: CompileOptions): Scope {
  return {
    parameters: effectiveParameters(definition.parameters, given),
    policy: {
      assignmentId: options.assignmentId ?? null,
      definitionId: definition.id,
      setDefinitionId: options.setDefinitionId ?? null,
      definitionReferenceId: options.referenceId ?? null,
    },
    aliases: options.aliases,
    bindings: [],
    inName: false,
    uses: noUses(),
  };
}
