import type { ApiCall } from '../apiAccess';
import { assignedParameters } from '../assess/readParameters';
import { needed, type PolicyOptions, type Print } from './policyOptions';

/** Assigns a definition or an initiative under a name. */
export async function assignPolicy(api: ApiCall, name: string, values: PolicyOptions, print: Print): Promise<number> {
  const scope = needed(values, 'scope');
  const properties = {
    policyDefinitionId: needed(values, 'policy'),
    ...(values['display-name'] !== undefined && { displayName: values['display-name'] }),
    ...(values.parameters !== undefined && { parameters: await assignedParameters(values.parameters) }),
    ...(values['not-scope'] && { notScopes: values['not-scope'] }),
    enforcementMode: values['no-enforce'] ? 'DoNotEnforce' : 'Default',
  };
  const path = `${scope}/providers/Microsoft.Authorization/policyAssignments/${encodeURIComponent(name)}`;
  const saved = await api.put<{ id: string }>(`${path}?api-version=2022-06-01`, { properties });
  print(values.json ? JSON.stringify(saved) : saved.id);
  return 0;
}
