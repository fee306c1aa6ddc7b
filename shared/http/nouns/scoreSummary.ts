import { z } from 'zod';
import {
  aggregatePercentage,
  aggregatePoints,
  controlScore,
  isControl,
  roundDecimal,
  subscriptionScore,
} from '../../core/posture/score/secureScore';
import { controlTableVersion } from '../../core/posture/score/secureScoreControls';
import { eachOf } from '../../flows/eachOf';
import type { ScoreDocument } from '../../model/documents/score';
import type { SubscriptionDocument } from '../../model/documents/settings';
import { parseResourceId } from '../../model/resourceId';
import { notFound } from '../httpError';
import { managementGroupId, subscriptionsOf } from '../managementGroup';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import {
  controlRows,
  controlSchema,
  scoredRecommendations,
  scoredRecommendationSchema,
  scoreSchema,
} from '../scoreRows';

const width = 16;

const tableSchema = z
  .object({ version: z.string(), date: z.string(), maxScore: z.number() })
  .meta({ description: 'The table of controls and their maxima that the figures follow' });

const weight = z.number().int().meta({
  description: 'Pairs of a resource and a recommendation that pass or fail: by it a subscription counts among several',
});

const subscriptionSchema = z.object({
  subscriptionId: z.string(),
  score: scoreSchema,
  weight,
  updatedAt: z.string(),
  controlTable: tableSchema,
  controls: z.array(controlSchema),
});

const severalSchema = z.object({
  scope: z.string(),
  percentage: z.number().meta({ description: 'Percentages of the subscriptions, each with its weight; from 0 to 1' }),
  points: z
    .object({ max: z.number(), current: z.number(), percent: z.number() })
    .meta({ description: 'As the portal shows them: highest maximum of each control, whole per cent, their product' }),
  weight: z.number().int(),
  controlTable: tableSchema,
  subscriptions: z.array(
    z.object({
      subscriptionId: z.string(),
      displayName: z.string(),
      score: scoreSchema,
      weight,
      updatedAt: z.string(),
    }),
  ),
});

async function ofSubscription({ deps, scope }: RequestContext): Promise<ScoreDocument> {
  const score = await deps.ports.findings.score(parseResourceId(scope).subscriptionId);
  if (!score) throw notFound(`A secure score of '${scope}'`);
  return score;
}

async function one(context: RequestContext): Promise<Answer> {
  const { subscriptionId, controls, pairs, updatedAt } = await ofSubscription(context);
  const body: z.infer<typeof subscriptionSchema> = {
    subscriptionId,
    score: subscriptionScore(controls),
    weight: pairs,
    updatedAt,
    controlTable: { ...controlTableVersion },
    controls: controlRows(controls),
  };
  return { status: 200, body };
}

async function recommendations(context: RequestContext): Promise<Answer> {
  const rows = scoredRecommendations(await ofSubscription(context), context.catalogue);
  const page = pageOf(context, rows, ({ recommendation }) => recommendation);
  return pageAnswer(context, page.rows, page.continuation);
}

/** Of subscriptions that nothing was judged in there is no score: they have no weight. */
async function several(context: RequestContext, scope: string, among: SubscriptionDocument[]): Promise<Answer> {
  const found: { subscription: SubscriptionDocument; document: ScoreDocument }[] = [];
  await eachOf(among, width, async (subscription) => {
    const document = await context.deps.ports.findings.score(subscription.subscriptionId);
    if (document) found.push({ subscription, document });
  });
  const rows = found
    .map(({ subscription: { subscriptionId, displayName }, document: { controls, pairs, updatedAt } }) => ({
      row: { subscriptionId, displayName, score: subscriptionScore(controls), weight: pairs, updatedAt },
      controlMaxima: maximaOf(controls),
    }))
    .sort((a, b) => (a.row.subscriptionId < b.row.subscriptionId ? -1 : 1));
  const weighted = rows.map(({ row, controlMaxima }) => ({
    percentage: row.score.percentage,
    weight: row.weight,
    controlMaxima,
  }));
  const body: z.infer<typeof severalSchema> = {
    scope: scope || '/',
    percentage: roundDecimal(aggregatePercentage(weighted), 4),
    points: aggregatePoints(weighted),
    weight: rows.reduce((sum, { row }) => sum + row.weight, 0),
    controlTable: { ...controlTableVersion },
    subscriptions: rows.map(({ row }) => row),
  };
  return { status: 200, body };
}

const maximaOf = (controls: ScoreDocument['controls']): Record<string, number> =>
  Object.fromEntries(
    Object.entries(controls).flatMap(([key, count]) => (isControl(key) ? [[key, controlScore(key, count).max]] : [])),
  );

const all = (context: RequestContext): Promise<Answer> => several(context, '', subscriptionsOf(context.caller));

async function ofGroup(context: RequestContext): Promise<Answer> {
  const scope = managementGroupId(context.param('managementGroup'));
  context.caller.require('read', scope);
  return several(context, scope, subscriptionsOf(context.caller, scope));
}

const subscription = '/api/v1/subscriptions/{subscriptionId}/secureScore';
const read = { permission: 'read', on: 'scope' } as const;

export const noun: Noun = {
  type: 'secureScore',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/secureScore',
      summary: 'Tell the secure score over all subscriptions that the caller may read, weighted',
      access: 'anyone',
      response: severalSchema,
      handle: all,
    },
    {
      method: 'GET',
      path: '/api/v1/managementGroups/{managementGroup}/secureScore',
      summary: 'Tell the secure score over the subscriptions below a management group, weighted',
      access: 'anyone',
      response: severalSchema,
      handle: ofGroup,
    },
    {
      method: 'GET',
      path: subscription,
      summary: 'Tell the secure score of a subscription with its controls and what each could gain',
      access: read,
      response: subscriptionSchema,
      handle: one,
    },
    {
      method: 'GET',
      path: `${subscription}/recommendations`,
      summary: 'List the recommendations of a subscription with their counts and what the score would gain by each',
      access: read,
      response: scoredRecommendationSchema,
      paged: true,
      handle: recommendations,
    },
  ],
};
