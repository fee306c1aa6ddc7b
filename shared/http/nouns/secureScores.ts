import { subscriptionScore } from '../../core/posture/score/secureScore';
import { parseResourceId } from '../../model/resourceId';
import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const path = '/subscriptions/{subscriptionId}/providers/Microsoft.Security/secureScores';

/** There is no score per resource group: it is the subscription's, and read with a role there. */
const access = { permission: 'read', on: 'scope' } as const;

/** The one score of a subscription, or none while nothing was judged. `weight` counts (resource, recommendation) pairs. */
async function scoresOf({ deps, scope }: RequestContext): Promise<object[]> {
  const found = await deps.ports.findings.score(parseResourceId(scope).subscriptionId);
  if (!found) return [];
  return [
    {
      id: `${scope}/providers/Microsoft.Security/secureScores/ascScore`,
      name: 'ascScore',
      type: 'Microsoft.Security/secureScores',
      properties: { displayName: 'ASC score', score: subscriptionScore(found.controls), weight: found.pairs },
    },
  ];
}

async function list(context: RequestContext): Promise<Answer> {
  const page = pageOf(context, await scoresOf(context), () => 'ascScore');
  return pageAnswer(context, page.rows, page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const name = context.param('secureScoreName');
  const [score] = name.toLowerCase() === 'ascscore' ? await scoresOf(context) : [];
  if (!score) throw notFound(`The secure score '${name.slice(0, 80)}'`);
  return { status: 200, body: score };
}

export const noun: Noun = {
  type: 'secureScores',
  surface: 'Microsoft.Security',
  apiVersions: ['2020-01-01'],
  routes: [
    { method: 'GET', path, summary: 'List the secure scores of a subscription', access, handle: list },
    { method: 'GET', path: `${path}/{secureScoreName}`, summary: 'Get a secure score', access, handle: get },
  ],
};
