import { Rejected } from '../../shared/model/rejected';
import { openApi } from '../apiAccess';
import type { Command } from '../command';
import { assignPolicy } from '../policy/assignPolicy';
import { exemptFromPolicy } from '../policy/exemptFromPolicy';
import { importFiles, importFromAzure } from '../policy/importPolicies';
import { listPolicies } from '../policy/listPolicies';
import { policyUsage, type Print, readPolicyArguments } from '../policy/policyOptions';

export const command: Command = {
  name: 'policy',
  operands: 'VERB ...',
  summary: 'import, list or assign Azure policies, or exempt from them',
  run: (args) => policyCommand(args),
};

/** Imports, lists and assigns policies over the API. Answers 1 when something was rejected. Throws Rejected for wrong arguments. */
export async function policyCommand(args: string[], print: Print = console.log): Promise<number> {
  const { values, positionals } = readPolicyArguments(args);
  const [verb, ...operands] = positionals;
  const api = () => openApi(values, verb === 'list' ? 'Security Reader' : 'Security Admin');
  const subscription = values['from-subscription'];
  if (verb === 'import' && operands.length === 0 && subscription !== undefined)
    return importFromAzure(await api(), subscription, print);
  if (verb === 'import' && operands.length > 0 && subscription === undefined)
    return importFiles(await api(), operands, values, print);
  if (verb === 'list' && operands.length === 0) return listPolicies(await api(), values, print);
  if (verb === 'assign' && operands.length === 1) return assignPolicy(await api(), operands[0]!, values, print);
  if (verb === 'exempt' && operands.length === 1) return exemptFromPolicy(await api(), operands[0]!, values, print);
  throw new Rejected('InvalidArguments', policyUsage);
}
