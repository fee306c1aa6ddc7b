import { z } from 'zod';
import type { ImportedPolicy } from '../../core/posture/plan/importedPolicy';
import { importPolicies } from '../../flows/policies/importPolicies';
import { governingScope, parsePolicyId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import { exemptedScope } from '../exemptedScope';
import { audit } from '../../flows/audit';
import { authorizationFailed } from '../access';
import { badRequest } from '../httpError';
import type { Answer, Noun } from '../noun';
import type { Permission } from '../permissions';
import { readPolicyItems } from '../policyImportBody';
import type { RequestContext } from '../requestContext';

const itemSchema = z.object({
  index: z.number().int().meta({ description: 'Place among the objects that were sent, from 0' }),
  id: z.string().optional(),
  kind: z.enum(['policyDefinition', 'policySetDefinition', 'policyAssignment', 'policyExemption']).optional(),
  outcome: z.enum(['created', 'replaced', 'unchanged', 'rejected']),
  code: z.string().optional(),
  message: z.string().optional().meta({ description: 'Why it was rejected' }),
  warnings: z
    .array(z.string())
    .meta({ description: 'What keeps it from being judged: faults of its rule, what is missing' }),
});
const counts = ['created', 'replaced', 'unchanged', 'rejected'] as const;
const answerSchema = z.object({
  created: z.number().int(),
  replaced: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
  results: z.array(itemSchema),
});

/** What is Microsoft's counts for the whole deployment: whoever administers that may bring it in. */
function checkOf({ caller, deps }: RequestContext): (policy: ImportedPolicy) => void {
  const need = (permission: Permission, scope: string): void => {
    if (!caller.may(permission, scope))
      throw new Rejected('AuthorizationFailed', `You are not allowed to perform '${permission}' at '${scope}'.`);
  };
  return ({ id, kind, properties }) => {
    const parts = parsePolicyId(id)!;
    if (kind !== 'policyExemption')
      return need('managePolicies', parts.scope === '/' ? `/subscriptions/${deps.home.subscriptionId}` : parts.scope);
    need('exempt', parts.at);
    const from = exemptedScope(properties);
    if (from !== undefined) need('exempt', from);
  };
}

async function importAll(context: RequestContext): Promise<Answer> {
  const { caller, deps, query, request } = context;
  if (!caller.hasRole) throw authorizationFailed(caller.principal, 'managePolicies', '/');
  const given = query.get('scope')?.replace(/\/+$/, '');
  if (given !== undefined && governingScope(given) === undefined)
    throw badRequest('InvalidScope', 'The query parameter scope is the id of a management group or a subscription.');
  const results = await importPolicies(deps, readPolicyItems(request), { scope: given, check: checkOf(context) });
  const outcomes = Object.fromEntries(
    counts.map((outcome) => [outcome, results.filter((one) => one.outcome === outcome).length]),
  );
  for (const { id, kind, outcome } of results) {
    if (id === undefined || outcome === 'rejected' || outcome === 'unchanged') continue;
    if (kind !== 'policyAssignment' && kind !== 'policyExemption') continue;
    const done = { action: 'savePolicy' as const, resourceId: id, before: null, after: null };
    await audit(deps, { by: caller.principal.oid, ...done, outcome: `It was ${outcome} by an import.` });
  }
  return { status: 200, body: { ...outcomes, results } };
}

async function readAzure({ deps, param }: RequestContext): Promise<Answer> {
  await deps.ports.work.send({ kind: 'importPolicies', subscriptionId: param('subscriptionId').toLowerCase() });
  return { status: 202, body: { subscriptionId: param('subscriptionId'), state: 'Queued' } };
}

export const noun: Noun = {
  type: 'policies',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'POST',
      path: '/api/v1/policies/import',
      summary:
        'Keep definitions, initiatives, assignments and exemptions as ARM, az or the repository of built-ins give them',
      access: 'anyone',
      query: z.object({
        scope: z
          .string()
          .optional()
          .meta({ description: 'Management group or subscription that keeps those without an id' }),
      }),
      response: answerSchema,
      handle: importAll,
    },
    {
      method: 'POST',
      path: '/api/v1/subscriptions/{subscriptionId}/policies/import',
      summary: 'Read the assignments of a subscription from Azure, with what they assign and the exemptions from it',
      access: { permission: 'managePolicies', on: 'scope' },
      response: z.object({ subscriptionId: z.string(), state: z.literal('Queued') }),
      handle: readAzure,
    },
  ],
};
