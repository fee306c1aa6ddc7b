import { z } from 'zod';
import { agentStates } from '../../core/posture/inventory/agentState';
import { countAssets } from '../../core/posture/inventory/assetCounts';
import { environments } from '../../core/posture/inventory/environment';
import { knownAbout, listAssets } from '../../flows/inventory/listAssets';
import type { ResourceDocument } from '../../model/documents/resources';
import { isWithin, parseResourceId } from '../../model/resourceId';
import { assetQuery, readAssetQuery, seesOutside } from '../assetQuery';
import { assetRow, assetRowSchema } from '../assetRow';
import { notFound } from '../httpError';
import type { Answer, Noun, Route } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const detailSchema = assetRowSchema.extend({
  properties: z.record(z.string(), z.unknown()),
  verdicts: z.array(
    z.object({
      assessmentKey: z.string(),
      displayName: z.string(),
      severity: z.enum(['Low', 'Medium', 'High']),
      code: z.enum(['Healthy', 'Unhealthy', 'NotApplicable', 'Unknown']),
      cause: z.string().nullable(),
      description: z.string().nullable(),
      remediation: z.string(),
      changedAt: z.string(),
    }),
  ),
});

const count = z.number().int();
const summarySchema = z
  .object({
    resources: count,
    types: z.record(z.string(), count),
    environments: z.partialRecord(z.enum(environments), count),
    agentStates: z.partialRecord(z.enum(agentStates), count),
    health: z.object({
      unhealthy: count.meta({ description: 'Resources with at least one failed recommendation' }),
      healthy: count,
      unjudged: count.meta({ description: 'Nothing is known to be wrong or right about them' }),
    }),
    stale: count,
    nextLink: z.string().optional().meta({ description: 'More was not counted: add what it answers' }),
  })
  .meta({ description: 'At most some thousand resources are counted at once' });

/** Facts about machines and principals, and notes of what was collected, are no resources of their own here. */
const isOwnRow = ({ type }: ResourceDocument): boolean => !type.toLowerCase().startsWith('skywarden/');

async function list(context: RequestContext): Promise<Answer> {
  context.caller.requireReadable(context.scope);
  const listed = await listAssets(context.deps.ports, readAssetQuery(context), readPage(context));
  const rows = listed.items.map((asset) => assetRow(asset, context.catalogue));
  return pageAnswer(context, rows, listed.continuation);
}

/** Counts of one request: the rest is in those that follow. */
const countedAtOnce = 5_000;

async function summary(context: RequestContext): Promise<Answer> {
  context.caller.requireReadable(context.scope);
  const { continuation } = readPage(context);
  const listed = await listAssets(context.deps.ports, readAssetQuery(context), { top: countedAtOnce, continuation });
  const { body } = pageAnswer(context, [], listed.continuation);
  const { nextLink } = body as { nextLink?: string };
  return { status: 200, body: { ...countAssets(listed.items), ...(nextLink && { nextLink }) } };
}

async function get(context: RequestContext): Promise<Answer> {
  const { caller, deps, catalogue } = context;
  const named = context.param('resourceId');
  // Ids of other clouds do not begin with a slash.
  const { id } = parseResourceId(
    /^subscriptions\//i.test(named.replace(/^\/+/, '')) ? `/${named.replace(/^\/+/, '')}` : named,
  );
  const mayRead = caller.may('read', id) || (parseResourceId(id).subscriptionId === '' && seesOutside(context));
  const found = mayRead && isWithin(id, context.scope) ? await deps.ports.resources.get(id) : undefined;
  if (!found || !isOwnRow(found)) throw notFound('The resource');
  const [asset] = await knownAbout(deps.ports, [found]);
  const verdicts = Object.entries(asset!.judgement?.verdicts ?? {}).flatMap(([key, verdict]) => {
    const recommendation = catalogue.byKey(key);
    if (!recommendation) return [];
    const { displayName, severity, remediationDescription } = recommendation.metadata;
    const { code, cause = null, description = null, changedAt } = verdict;
    const { assessmentKey } = recommendation;
    return [
      {
        assessmentKey,
        displayName,
        severity,
        code,
        cause,
        description,
        remediation: remediationDescription,
        changedAt,
      },
    ];
  });
  const { properties } = found.resource;
  return { status: 200, body: { ...assetRow(asset!, catalogue), properties, verdicts } };
}

/** Of a subscription, or of all that the caller may read. */
const routesAt = (place: string, access: Route['access'], whose: string): Route[] => [
  {
    method: 'GET',
    path: `${place}/inventory`,
    summary: `List resources of ${whose} with their failed recommendations and the state of their agent`,
    access,
    query: assetQuery,
    response: assetRowSchema,
    paged: true,
    handle: list,
  },
  {
    method: 'GET',
    path: `${place}/inventory/summary`,
    summary: `Count resources of ${whose} by type, environment, agent and health`,
    access,
    query: assetQuery,
    response: summarySchema,
    handle: summary,
  },
  {
    method: 'GET',
    path: `${place}/inventory/{resourceId...}`,
    summary: `Get one resource of ${whose} by its id, with every verdict on it`,
    access,
    response: detailSchema,
    handle: get,
  },
];

export const noun: Noun = {
  type: 'inventory',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    ...routesAt('/api/v1/subscriptions/{subscriptionId}', { permission: 'read', on: 'within' }, 'a subscription'),
    ...routesAt('/api/v1', 'anyone', 'all subscriptions'),
  ],
};
