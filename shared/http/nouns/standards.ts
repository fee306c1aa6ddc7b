import { z } from 'zod';
import { standardKey, standardSwitchesKey } from '../../core/documentIds';
import { complianceReport } from '../../core/posture/compliance/complianceReport';
import type { StandardRow } from '../../core/posture/compliance/enabledStandards';
import { standardOfPolicySet } from '../../core/posture/compliance/standardOfPolicySet';
import { audit } from '../../flows/audit';
import { sameName, standardsOf } from '../../flows/complianceOf';
import { standardOfStored } from '../../flows/importStandard';
import { untilSaved } from '../../flows/untilSaved';
import { policySetDefinitionSchema } from '../../model/policy';
import { parsePolicyId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import { parseResourceId } from '../../model/resourceId';
import { complianceStates, type Standard, type StandardDocument } from '../../model/standard';
import { assessedStandard } from '../compliance';
import { checkPreconditions } from '../etag';
import { badRequest, HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const maxImported = 20;
const namePattern = /^[\w.()-]{1,128}$/;

const rowSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  version: z.string(),
  description: z.string(),
  origin: z.enum(['shipped', 'imported']),
  policySetDefinitionId: z.string().optional(),
  controls: z.number().int().meta({ description: 'How many it has' }),
  state: z.enum(['On', 'Off']),
  offBecause: z.enum(['SwitchedOff', 'UnsupportedPricingPlan']).optional(),
});

const bodySchema = z.union([
  z.strictObject({ state: z.enum(['On', 'Off']) }),
  z.strictObject({ policySetDefinitionId: z.string().min(1).max(1_024) }),
  z.strictObject({
    policySetDefinition: z.object({ id: z.string().max(1_024).exactOptional(), properties: policySetDefinitionSchema }),
  }),
]);

const controlSchema = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(complianceStates),
  manual: z.boolean().meta({ description: 'People have to say that it is met' }),
  passedAssessments: z.number().int(),
  failedAssessments: z.number().int(),
  skippedAssessments: z.number().int(),
  unsupportedAssessments: z.number().int(),
  recommendations: z.array(z.string()).meta({ description: 'Keys of what judges it' }),
});

const subscriptionOf = ({ scope }: RequestContext): string => parseResourceId(scope).subscriptionId;

function rowOf({ standard, origin, isOn, offBecause }: StandardRow): z.infer<typeof rowSchema> {
  const { name, displayName, version, description, policySetDefinitionId, controls } = standard;
  return {
    name,
    displayName,
    version,
    description,
    origin,
    ...(policySetDefinitionId !== undefined && { policySetDefinitionId }),
    controls: controls.length,
    state: isOn ? 'On' : 'Off',
    ...(offBecause && { offBecause }),
  };
}

const rowsOf = (context: RequestContext): Promise<StandardRow[]> =>
  standardsOf(context.deps.ports, context.deps.standards(), subscriptionOf(context));

async function named(context: RequestContext): Promise<StandardRow> {
  const name = context.param('standardName');
  const row = (await rowsOf(context)).find(({ standard }) => sameName(standard.name, name));
  if (!row) throw notFound(`The standard '${name.slice(0, 80)}'`);
  return row;
}

async function answerOf(context: RequestContext, status: number): Promise<Answer> {
  const row = await named(context);
  const stored = await context.deps.ports.compliance.standard(subscriptionOf(context), row.standard.name);
  return { status, body: rowOf(row), ...(stored?._etag && { headers: { etag: stored._etag } }) };
}

async function list(context: RequestContext): Promise<Answer> {
  const page = pageOf(context, await rowsOf(context), ({ standard }) => standard.name);
  return pageAnswer(context, page.rows.map(rowOf), page.continuation);
}

async function controls(context: RequestContext): Promise<Answer> {
  const { controls: all } = await assessedStandard(context);
  const page = pageOf(context, all, ({ name }) => name);
  const rows = page.rows.map(({ name, title, state, manual, counts, assessments }) => ({
    name,
    title,
    state,
    manual,
    passedAssessments: counts.passed,
    failedAssessments: counts.failed,
    skippedAssessments: counts.skipped,
    unsupportedAssessments: counts.unsupported,
    recommendations: assessments.flatMap(({ key }) => key ?? []),
  }));
  return pageAnswer(context, rows, page.continuation);
}

async function report(context: RequestContext): Promise<Answer> {
  const assessed = await assessedStandard(context);
  return {
    status: 200,
    text: { type: 'text/csv; charset=utf-8; header=present', content: complianceReport(assessed) },
    headers: { 'content-disposition': `attachment; filename="${assessed.standard.name}.csv"` },
  };
}

async function put(context: RequestContext): Promise<Answer> {
  const body = readBody(context.request, bodySchema);
  if ('state' in body) return switchTo(context, body.state);
  const name = context.param('standardName');
  if (!namePattern.test(name))
    throw badRequest('InvalidResourceName', 'A name holds up to 128 letters, digits, and any of _.()-');
  const standard = await imported(context, name, body);
  return save(context, standard);
}

type ImportBody = Exclude<z.infer<typeof bodySchema>, { state: unknown }>;

async function imported(context: RequestContext, name: string, body: ImportBody): Promise<Standard> {
  try {
    if ('policySetDefinition' in body) {
      const { id, properties } = body.policySetDefinition;
      return standardOfPolicySet(name, { properties, ...(id !== undefined && { id }) });
    }
    const { policySetDefinitionId } = body;
    const scope = parsePolicyId(policySetDefinitionId)?.scope;
    if (scope !== undefined && scope !== '/') context.caller.require('read', scope);
    return await standardOfStored(context.deps.ports, name, policySetDefinitionId);
  } catch (error) {
    if (error instanceof Rejected) throw badRequest(error.code, `${error.message}.`);
    throw error;
  }
}

async function save(context: RequestContext, standard: Standard): Promise<Answer> {
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
  return answerOf(context, created ? 201 : 200);
}

async function switchTo(context: RequestContext, state: 'On' | 'Off'): Promise<Answer> {
  const { ports, workspaceId } = context.deps;
  const { standard, offBecause } = await named(context);
  if (standard.alwaysOn && state === 'Off')
    throw new HttpError(409, 'AlwaysOn', 'This standard is on in every subscription.');
  if (state === 'On' && offBecause === 'UnsupportedPricingPlan')
    throw new HttpError(409, 'UnsupportedPricingPlan', 'Standards beside the benchmark need a plan that is on.');
  const subscriptionId = subscriptionOf(context);
  await untilSaved(async () => {
    const { switches } = await ports.compliance.of(subscriptionId);
    const others = (switches?.off ?? []).filter((name) => !sameName(name, standard.name));
    const off = state === 'Off' ? [...others, standard.name.toLowerCase()].sort() : others;
    const key = standardSwitchesKey(subscriptionId);
    const _etag = switches?._etag;
    await ports.compliance.save({ ...key, kind: 'standardSwitches', workspaceId, off, ...(_etag && { _etag }) });
  });
  await record(context, 'switchStandard', `The standard ${standard.name} was switched ${state.toLowerCase()}.`);
  return answerOf(context, 200);
}

async function remove(context: RequestContext): Promise<Answer> {
  const name = context.param('standardName');
  const { compliance } = context.deps.ports;
  await untilSaved(async () => {
    const stored = await compliance.standard(subscriptionOf(context), name);
    if (!stored) throw notFound(`The imported standard '${name.slice(0, 80)}'`);
    checkPreconditions(context.request, stored._etag);
    await compliance.remove(stored);
  });
  await record(context, 'removeStandard', `The standard ${name} was removed.`);
  return { status: 204 };
}

const record = (
  { deps, scope, caller }: RequestContext,
  action: 'importStandard' | 'removeStandard' | 'switchStandard',
  outcome: string,
): Promise<void> =>
  audit(deps, { by: caller.principal.oid, action, resourceId: scope, outcome, before: null, after: null });

const collection = '/api/v1/subscriptions/{subscriptionId}/standards';
const item = `${collection}/{standardName}`;
const reading = { permission: 'read', on: 'scope' } as const;
const writing = { permission: 'manageStandards', on: 'scope' } as const;

export const noun: Noun = {
  type: 'standards',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: collection,
      summary: 'List the standards that a subscription has or could have',
      access: reading,
      response: rowSchema,
      paged: true,
      handle: list,
    },
    {
      method: 'GET',
      path: item,
      summary: 'Get a standard',
      access: reading,
      response: rowSchema,
      handle: (context) => answerOf(context, 200),
    },
    {
      method: 'PUT',
      path: item,
      summary: 'Switch a standard on or off, or import an initiative as one',
      access: writing,
      response: rowSchema,
      handle: put,
    },
    { method: 'DELETE', path: item, summary: 'Remove an imported standard', access: writing, handle: remove },
    {
      method: 'GET',
      path: `${item}/controls`,
      summary: 'List the controls of a standard and what judges them',
      access: reading,
      response: controlSchema,
      paged: true,
      handle: controls,
    },
    {
      method: 'GET',
      path: `${item}/report`,
      summary: 'Download the state of a standard as CSV',
      access: reading,
      response: z.string(),
      handle: report,
    },
  ],
};
