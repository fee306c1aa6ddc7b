import type { PolicyDocument } from '../model/policy';
import { parsePolicyId } from '../model/policyId';

const types: Record<string, string> = {
  policyDefinition: 'policyDefinitions',
  policySetDefinition: 'policySetDefinitions',
  policyAssignment: 'policyAssignments',
  policyExemption: 'policyExemptions',
};

/** As Microsoft.Authorization has it, with what ARM fills in. `origin` is Skywarden's own: read from Azure. */
export function policyResource(document: PolicyDocument): object {
  const { kind, resourceId, name, properties, origin } = document;
  return {
    id: resourceId,
    name,
    type: `Microsoft.Authorization/${types[kind] ?? kind}`,
    ...(origin && { origin }),
    properties: { ...defaultsOf(document), ...properties },
  };
}

function defaultsOf({ kind, scope, resourceId }: PolicyDocument): object {
  if (kind === 'policyDefinition' || kind === 'policySetDefinition') {
    const policyType = scope === '/' ? 'BuiltIn' : 'Custom';
    return { policyType, ...(kind === 'policyDefinition' && { mode: 'Indexed' }), metadata: {}, parameters: {} };
  }
  if (kind !== 'policyAssignment') return {};
  // The type before the last provider, in the spelling of the id.
  const at = resourceId.slice(0, resourceId.length - (parsePolicyId(resourceId)?.name.length ?? 0));
  return {
    scope: at.replace(/\/providers\/[^/]+\/[^/]+\/$/, ''),
    enforcementMode: 'Default',
    notScopes: [],
    metadata: {},
    parameters: {},
  };
}
