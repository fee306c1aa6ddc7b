import { compileDefinition } from '../../core/posture/policy/compileDefinition';
import { readDefinition } from '../../core/posture/policy/definition';
import { builtInAliases } from '../../core/posture/policy/fields/builtInAliases';
import type { JsonObject } from '../../model/json';
import {
  type PolicyDefinitionDocument,
  policyDefinitionSchema,
  type PolicySetDocument,
  policySetDefinitionSchema,
} from '../../model/policy';
import type { PolicyIdParts } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import { eachOf } from '../eachOf';
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

const width = 16;
const maxNamed = 20;

/** As Azure Policy limits them, per scope; all that Microsoft publishes are the tenant's. */
const maxDefinitions = 500;
const maxSets = 200;
const maxOfTenant = 10_000;

/** Saves a definition, also one that does not compile: the fault is a warning then, and its verdicts are Unknown with it. */
export async function savePolicyDefinition(
  writer: PolicyWriter,
  { id, properties: given, ...draft }: PolicyDraft,
): Promise<SavedPolicy<PolicyDefinitionDocument>> {
  const parts = definedAt(policyIdOf(id, 'policyDefinition'));
  const properties = policyProperties(policyDefinitionSchema, given);
  await checkCount(writer.ports, parts, parts.scope === '/' ? maxOfTenant : maxDefinitions);
  const definition = readDefinition({ id, name: parts.name, properties } as unknown as JsonObject);
  const { fault } = compileDefinition(definition, new Map(), { aliases: builtInAliases() });
  // A parameter without a default gets its value from the assignment.
  const warnings =
    fault && fault.reason !== 'parameter-missing'
      ? [`It cannot be judged: ${fault.reason} ${fault.detail}`.trim()]
      : [];
  return { ...(await storePolicy(writer, { ...parts, kind: 'policyDefinition' }, properties, draft)), warnings };
}

/** Saves an initiative; members whose definitions are not here are named in a warning. */
export async function savePolicySetDefinition(
  writer: PolicyWriter,
  { id, properties: given, ...draft }: PolicyDraft,
): Promise<SavedPolicy<PolicySetDocument>> {
  const parts = definedAt(policyIdOf(id, 'policySetDefinition'));
  const properties = policyProperties(policySetDefinitionSchema, given);
  const references = properties.policyDefinitions.map((member, at) =>
    (member.policyDefinitionReferenceId || String(at)).toLowerCase(),
  );
  const twice = references.find((one, at) => references.indexOf(one) !== at);
  if (twice !== undefined) {
    throw new Rejected('InvalidPolicy', `properties.policyDefinitions: the reference id '${twice}' occurs twice`);
  }
  await checkCount(writer.ports, parts, parts.scope === '/' ? maxOfTenant : maxSets);
  const missing = await missingOf(
    writer.ports,
    properties.policyDefinitions.map((member) => member.policyDefinitionId),
  );
  return {
    ...(await storePolicy(writer, { ...parts, kind: 'policySetDefinition' }, properties, draft)),
    warnings: missing,
  };
}

function definedAt(parts: PolicyIdParts): PolicyIdParts {
  if (parts.at === parts.scope) return parts;
  throw new Rejected(
    'ScopeNotAllowed',
    `Definitions are kept at a management group or a subscription, not at '${parts.at}'. Use ${parts.scope}.`,
  );
}

async function missingOf({ policies }: Pick<Ports, 'policies'>, ids: readonly string[]): Promise<string[]> {
  const missing = new Set<string>();
  await eachOf([...new Set(ids)], width, async (id) => {
    if ((await policies.get(id))?.kind !== 'policyDefinition') missing.add(id);
  });
  if (missing.size === 0) return [];
  const named = [...missing].sort().slice(0, maxNamed).join(', ');
  return [
    `${missing.size} definitions of its members are not known here and judge nothing until they are imported: ${named}`,
  ];
}
