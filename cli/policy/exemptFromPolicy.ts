import type { ApiCall } from '../apiAccess';
import { needed, type PolicyOptions, type Print } from './policyOptions';

/** Exempts a scope from an assignment, or from members of it. */
export async function exemptFromPolicy(
  api: ApiCall,
  name: string,
  values: PolicyOptions,
  print: Print,
): Promise<number> {
  const scope = needed(values, 'scope');
  const properties = {
    policyAssignmentId: needed(values, 'assignment'),
    exemptionCategory: needed(values, 'category'),
    ...(values.expires !== undefined && { expiresOn: values.expires }),
    ...(values.description !== undefined && { description: values.description }),
    ...(values['display-name'] !== undefined && { displayName: values['display-name'] }),
    ...(values.reference && { policyDefinitionReferenceIds: values.reference }),
  };
  const path = `${scope}/providers/Microsoft.Authorization/policyExemptions/${encodeURIComponent(name)}`;
  const saved = await api.put<{ id: string }>(`${path}?api-version=2022-07-01-preview`, { properties });
  print(values.json ? JSON.stringify(saved) : saved.id);
  return 0;
}
