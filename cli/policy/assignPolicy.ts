import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Rejected } from '../../shared/model/rejected';
import type { ApiCall } from '../apiAccess';
import { needed, type PolicyOptions, type Print } from './policyOptions';

const parametersSchema = z.record(z.string(), z.looseObject({ value: z.json() }));

/** Assigns a definition or an initiative under a name. */
export async function assignPolicy(api: ApiCall, name: string, values: PolicyOptions, print: Print): Promise<number> {
  const scope = needed(values, 'scope');
  const properties = {
    policyDefinitionId: needed(values, 'policy'),
    ...(values['display-name'] !== undefined && { displayName: values['display-name'] }),
    ...(values.parameters !== undefined && { parameters: readParameters(values.parameters) }),
    ...(values['not-scope'] && { notScopes: values['not-scope'] }),
    enforcementMode: values['no-enforce'] ? 'DoNotEnforce' : 'Default',
  };
  const path = `${scope}/providers/Microsoft.Authorization/policyAssignments/${encodeURIComponent(name)}`;
  const saved = await api.put<{ id: string }>(`${path}?api-version=2022-06-01`, { properties });
  print(values.json ? JSON.stringify(saved) : saved.id);
  return 0;
}

/** `{name: {value}}`, as az and ARM have it. */
function readParameters(file: string): z.infer<typeof parametersSchema> {
  try {
    return parametersSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw new Rejected('InvalidParameters', `${file} does not hold parameters in the form {"name": {"value": ...}}.`);
  }
}
