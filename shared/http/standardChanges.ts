import { z } from 'zod';
import { standardKey, standardSwitchesKey } from '../core/documentIds';
import type { StandardRow } from '../core/posture/compliance/enabledStandards';
import { standardOfPolicySet } from '../core/posture/compliance/standardOfPolicySet';
import { audit } from '../flows/audit';
import { sameName } from '../flows/complianceOf';
import { standardOfStored } from '../flows/importStandard';
import { untilSaved } from '../flows/untilSaved';
import { policySetDefinitionSchema } from '../model/policy';
import { parsePolicyId } from '../model/policyId';
import { parseResourceId } from '../model/resourceId';
import type { Standard, StandardDocument } from '../model/standard';
import { checkPreconditions } from './etag';
import { badRequest, HttpError, notFound } from './httpError';
import type { RequestContext } from './requestContext';
import { told } from './told';

const maxImported = 20;
const namePattern = /^[\w.()-]{1,128}$/;

/** Switch it, or import an initiative under its name. */
export const standardBody = z.union([
  z.strictObject({ state: z.enum(['On', 'Off']) }),
  z.strictObject({ policySetDefinitionId: z.string().min(1).max(1_024) }),
  z.strictObject({
    policySetDefinition: z.object({ id: z.string().max(1_024).exactOptional(), properties: policySetDefinitionSchema }),
  }),
]);

const subscriptionOf = ({ scope }: RequestContext): string => parseResourceId(scope).subscriptionId;

type ImportBody = Exclude<z.infer<typeof standardBody>, { state: unknown }>;

function imported({ caller, deps }: RequestContext, name: string, body: ImportBody): Standard | Promise<Standard> {
  if ('policySetDefinition' in body) {
    const { id, properties } = body.policySetDefinition;
    return standardOfPolicySet(name, { properties, ...(id !== undefined && { id }) });
  }
  const { policySetDefinitionId } = body;
  const scope = parsePolicyId(policySetDefinitionId)?.scope;
  if (scope !== undefined && scope !== '/') caller.require('read', scope);
  return standardOfStored(deps.ports, name, policySetDefinitionId);
}

/** Imports under the name in the path; true when it is new there. */
export async function importStandard(context: RequestContext, body: ImportBody): Promise<boolean> {
  const name = context.param('standardName');
  if (!namePattern.test(name))
    throw badRequest('InvalidResourceName', 'A name holds up to 128 letters, digits, and any of _.()-');
  return save(context, await told(() => imported(context, name, body)));
}

async function save(context: RequestContext, standard: Standard): Promise<boolean> {
  const { deps, request } = context;
  const subscriptionId = subscriptionOf(context);
  if (deps.standards().some(({ name }) => sameName(name, standard.name)))
    throw new HttpError(409, 'NameIsTaken', 'A standard that is shipped has this name: choose another one.');
  const created = await untilSaved(async () => {
    const { standards } = await deps.ports.compliance.of(subscriptionId);
    const key = standardKey(subscriptionId, standard.name);
    const stored = standards.find(({ id }) => id === key.id);
    checkPreconditions(request, stored?._etag);
    if (!stored && standards.length >= maxImported)
      throw new HttpError(409, 'TooManyStandards', `A subscription imports at most ${maxImported} standards.`);
    const document: StandardDocument = {
      ...key,
      kind: 'standard',
      workspaceId: stored?.workspaceId ?? deps.workspaceId,
      standard: { ...standard, name: stored?.standard.name ?? standard.name },
      ...(stored?._etag && { _etag: stored._etag }),
    };
    await deps.ports.compliance.save(document);
    return stored === undefined;
  });
  const outcome = `The standard ${standard.name} was ${created ? 'imported' : 'replaced'}.`;
  await record(context, 'importStandard', outcome);
  return created;
}

export async function switchStandard(
  context: RequestContext,
  { standard, offBecause }: StandardRow,
  state: 'On' | 'Off',
): Promise<void> {
  const { deps } = context;
  if (standard.alwaysOn && state === 'Off')
    throw new HttpError(409, 'AlwaysOn', 'This standard is on in every subscription.');
  if (state === 'On' && offBecause === 'UnsupportedPricingPlan')
    throw new HttpError(409, 'UnsupportedPricingPlan', 'Standards beside the benchmark need a plan that is on.');
  const subscriptionId = subscriptionOf(context);
  await untilSaved(async () => {
    const { switches } = await deps.ports.compliance.of(subscriptionId);
    const others = (switches?.off ?? []).filter((name) => !sameName(name, standard.name));
    const off = state === 'Off' ? [...others, standard.name.toLowerCase()].sort() : others;
    const key = standardSwitchesKey(subscriptionId);
    const { _etag, workspaceId = deps.workspaceId } = switches ?? {};
    await deps.ports.compliance.save({ ...key, kind: 'standardSwitches', workspaceId, off, ...(_etag && { _etag }) });
  });
  await record(context, 'switchStandard', `The standard ${standard.name} was switched ${state.toLowerCase()}.`);
}

export async function removeStandard(context: RequestContext): Promise<void> {
  const name = context.param('standardName');
  const { compliance } = context.deps.ports;
  await untilSaved(async () => {
    const stored = await compliance.standard(subscriptionOf(context), name);
    if (!stored) throw notFound(`The imported standard '${name.slice(0, 80)}'`);
    checkPreconditions(context.request, stored._etag);
    await compliance.remove(stored);
  });
  await record(context, 'removeStandard', `The standard ${name} was removed.`);
}

const record = (
  { deps, scope, caller }: RequestContext,
  action: 'importStandard' | 'removeStandard' | 'switchStandard',
  outcome: string,
): Promise<void> =>
  audit(deps, { by: caller.principal.oid, action, resourceId: scope, outcome, before: null, after: null });
