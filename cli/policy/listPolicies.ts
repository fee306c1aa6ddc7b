import { z } from 'zod';
import { Rejected } from '../../shared/model/rejected';
import type { ApiCall } from '../apiAccess';
import { needed, type PolicyOptions, type Print } from './policyOptions';

const types: Record<string, string> = {
  definitions: 'policyDefinitions',
  initiatives: 'policySetDefinitions',
  assignments: 'policyAssignments',
  exemptions: 'policyExemptions',
};
const pageSchema = z.object({
  value: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      origin: z.string().optional(),
      properties: z.looseObject({ displayName: z.string().optional() }),
    }),
  ),
  nextLink: z.string().optional(),
});

/** What holds at a scope: assignments, unless another kind is asked for. */
export async function listPolicies(api: ApiCall, values: PolicyOptions, print: Print): Promise<number> {
  const type = types[values.kind ?? 'assignments'];
  if (type === undefined) throw new Rejected('InvalidArguments', `--kind is one of ${Object.keys(types).join(', ')}.`);
  const rows: z.infer<typeof pageSchema>['value'] = [];
  const first = `${needed(values, 'scope')}/providers/Microsoft.Authorization/${type}?api-version=2021-06-01`;
  for (let next: string | undefined = first; next !== undefined;) {
    const page: z.infer<typeof pageSchema> = pageSchema.parse(await api.get(next));
    rows.push(...page.value);
    next = page.nextLink;
  }
  if (values.json) print(JSON.stringify(rows));
  else for (const { id, origin, properties } of rows) print(`${properties.displayName ?? ''}\t${origin ?? ''}\t${id}`);
  return 0;
}
