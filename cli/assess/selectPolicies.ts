import { isObject } from '../../shared/core/posture/policy/coerce';
import {
  compileDefinition,
  type CompiledPolicy,
  type CompileOptions,
} from '../../shared/core/posture/policy/compileDefinition';
import { compileInitiative } from '../../shared/core/posture/policy/compileInitiative';
import {
  readDefinition,
  readPolicySet,
  type PolicyDefinition,
  type PolicySet,
} from '../../shared/core/posture/policy/definition';
import type { ParameterValues } from '../../shared/core/posture/policy/parameters';
import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';

interface Selected {
  policies: CompiledPolicy[];
  /** What a reader should know, for the error output. */
  notes: string[];
}

/** Compiles all definitions of the rows, or the members of the initiative with that id, name or display name. */
export function selectPolicies(
  rows: readonly JsonObject[],
  initiative: string | undefined,
  parameters: ParameterValues,
  options: CompileOptions,
): Selected {
  const definitions: PolicyDefinition[] = [];
  const sets: PolicySet[] = [];
  for (const row of rows.flatMap(deployed)) {
    const set = readPolicySet(row);
    if (set) sets.push(set);
    else definitions.push(readDefinition(row));
  }
  if (initiative === undefined) {
    return { policies: definitions.map((one) => compileDefinition(one, parameters, options)), notes: [] };
  }
  const wanted = initiative.toLowerCase();
  const set = sets.find((one) => [one.id, one.name, one.displayName].some((name) => name.toLowerCase() === wanted));
  if (!set) throw new Rejected('UnknownInitiative', `No initiative '${initiative}' among ${names(sets)}.`);
  const byName = new Map(definitions.map((one) => [one.name.toLowerCase(), one]));
  const byId = new Map(definitions.map((one) => [one.id.toLowerCase(), one]));
  const find = (id: string) => byId.get(id.toLowerCase()) ?? byName.get(id.toLowerCase().split('/').at(-1) ?? '');
  const { policies, missing } = compileInitiative(set, find, parameters, options);
  return {
    policies,
    notes: missing.map(
      ({ referenceId, definitionId }) => `not judged: ${referenceId} refers to ${definitionId}, which is not at hand`,
    ),
  };
}

/** Definitions within a template that deploys them. */
function deployed(row: JsonObject): JsonObject[] {
  const { resources } = row;
  const inner = Array.isArray(resources) ? resources.filter(isObject) : [];
  const policies = inner.filter(({ type }) =>
    /^Microsoft\.Authorization\/policy(?:Set)?Definitions$/i.test(typeof type === 'string' ? type : ''),
  );
  return policies.length > 0 ? policies : [row];
}

const names = (sets: readonly PolicySet[]): string =>
  sets.length === 0 ? 'the definitions' : sets.map(({ displayName, name }) => `'${displayName || name}'`).join(', ');
