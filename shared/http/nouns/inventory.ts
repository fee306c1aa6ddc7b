import { z } from 'zod';
import { partitionOf } from '../../core/documentIds';
import type { JudgementDocument, ResourceDocument } from '../../model/documents';
import { isWithin, parseResourceId } from '../../model/resourceId';
import { notFound } from '../httpError';
import { listReadable } from '../listReadable';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  location: z.string().nullable(),
  resourceGroup: z.string(),
  source: z.string(),
  observedAt: z.string().meta({ description: 'When the newest snapshot was taken (ISO 8601, UTC)' }),
  recommendations: z.object({
    healthy: z.number().int(),
    unhealthy: z.number().int(),
    notApplicable: z.number().int(),
    unknown: z.number().int().meta({ description: 'Could not be judged: neither healthy nor unhealthy' }),
  }),
});
type Row = z.infer<typeof rowSchema>;

const detailSchema = rowSchema.extend({
  properties: z.record(z.string(), z.unknown()),
  tags: z.record(z.string(), z.string()),
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

const query = z.object({ type: z.string().max(256).optional().meta({ description: 'Resource type, without case' }) });

/** Facts about machines and principals, and notes of what was collected, are no resources of their own here. */
const isOwnRow = ({ type, deleted }: ResourceDocument): boolean =>
  !deleted && !type.toLowerCase().startsWith('skywarden/');

const judgementOf = ({ deps }: RequestContext, resourceId: string): Promise<JudgementDocument | undefined> =>
  deps.ports.findings.judgement(partitionOf(resourceId), parseResourceId(resourceId).id);

function rowOf({ resource, observedAt, source }: ResourceDocument, found: JudgementDocument | undefined): Row {
  const codes = Object.values(found?.judgement.verdicts ?? {}).map(({ code }) => code);
  const count = (wanted: string): number => codes.filter((code) => code === wanted).length;
  return {
    id: resource.id,
    name: resource.name,
    type: resource.type,
    location: resource.location ?? null,
    resourceGroup: parseResourceId(resource.id).resourceGroup,
    source,
    observedAt,
    recommendations: {
      healthy: count('Healthy'),
      unhealthy: count('Unhealthy'),
      notApplicable: count('NotApplicable'),
      unknown: count('Unknown'),
    },
  };
}

async function list(context: RequestContext): Promise<Answer> {
  const type = context.query.get('type');
  const listed = await listReadable<ResourceDocument>(
    context,
    readPage(context),
    ({ resourceId }) => resourceId,
    (scope, page) => context.deps.ports.resources.list({ scope, type }, page),
  );
  const documents = listed.items.filter(isOwnRow);
  const rows = await Promise.all(
    documents.map(async (document) => rowOf(document, await judgementOf(context, document.resourceId))),
  );
  return pageAnswer(context, rows, listed.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const { id } = parseResourceId(`/${context.param('resourceId')}`);
  const visible = isWithin(id, context.scope) && context.caller.may('read', id);
  const found = visible ? await context.deps.ports.resources.get(id) : undefined;
  if (!found || !isOwnRow(found)) throw notFound('The resource');
  const judgement = await judgementOf(context, id);
  const verdicts = Object.entries(judgement?.judgement.verdicts ?? {}).flatMap(([key, verdict]) => {
    const recommendation = context.catalogue.byKey(key);
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
  const { properties, tags = {} } = found.resource;
  return { status: 200, body: { ...rowOf(found, judgement), properties, tags, verdicts } };
}

const path = '/api/v1/subscriptions/{subscriptionId}/inventory';
const access = { permission: 'read', on: 'within' } as const;

export const noun: Noun = {
  type: 'inventory',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path,
      summary: 'List resources with the number of their unhealthy recommendations and when they were last seen',
      access,
      query,
      response: rowSchema,
      paged: true,
      handle: list,
    },
    {
      method: 'GET',
      path: `${path}/{resourceId...}`,
      summary: 'Get one resource by its ARM id, with every verdict on it',
      access,
      response: detailSchema,
      handle: get,
    },
  ],
};
