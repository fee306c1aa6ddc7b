import { z } from 'zod';
import { complianceReport } from '../../core/posture/compliance/complianceReport';
import type { StandardRow } from '../../core/posture/compliance/enabledStandards';
import { sameName, standardsOf } from '../../flows/complianceOf';
import { parseResourceId } from '../../model/resourceId';
import { complianceStates } from '../../model/standard';
import { assessedStandard } from '../compliance';
import { notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { importStandard, removeStandard, standardBody, switchStandard } from '../standardChanges';

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
  const body = readBody(context.request, standardBody);
  if (!('state' in body)) return answerOf(context, (await importStandard(context, body)) ? 201 : 200);
  await switchStandard(context, await named(context), body.state);
  return answerOf(context, 200);
}

async function remove(context: RequestContext): Promise<Answer> {
  await removeStandard(context);
  return { status: 204 };
}

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
