import { Rejected } from '../../shared/model/rejected';
import { apiOptions } from '../apiAccess';
import { readOptions } from '../readOptions';

export const policyUsage = `Usage: skywarden policy import|list|assign|exempt [options]
  import FILE|DIR ... [--scope SCOPE]      keep definitions, initiatives, assignments and exemptions
  import --from-subscription ID            read what is assigned in a subscription from Azure
  list   --scope SCOPE [--kind definitions|initiatives|assignments|exemptions]
  assign NAME --policy ID --scope SCOPE [--parameters FILE] [--not-scope ID ...] [--display-name TEXT] [--no-enforce]
  exempt NAME --assignment ID --scope ID --category Waiver|Mitigated [--expires TIME] [--description TEXT] [--reference NAME ...]
SCOPE is the id of a subscription or management group. Everywhere: [--data DIR | --url URL] [--json].`;

export type Print = (line: string) => void;
export type PolicyOptions = ReturnType<typeof readPolicyArguments>['values'];

/** Throws Rejected naming the option that is missing. */
export function needed(values: PolicyOptions, name: 'scope' | 'policy' | 'assignment' | 'category'): string {
  const value = values[name];
  if (value === undefined) throw new Rejected('InvalidArguments', `--${name} is missing.\n${policyUsage}`);
  return name === 'scope' ? value.replace(/\/+$/, '') : value;
}

export const readPolicyArguments = (args: string[]) =>
  readOptions(
    {
      args,
      allowPositionals: true,
      options: {
        ...apiOptions,
        scope: { type: 'string' },
        'from-subscription': { type: 'string' },
        kind: { type: 'string' },
        policy: { type: 'string' },
        parameters: { type: 'string' },
        'not-scope': { type: 'string', multiple: true },
        'display-name': { type: 'string' },
        'no-enforce': { type: 'boolean', default: false },
        assignment: { type: 'string' },
        category: { type: 'string' },
        expires: { type: 'string' },
        description: { type: 'string' },
        reference: { type: 'string', multiple: true },
      },
    },
    policyUsage,
  );
