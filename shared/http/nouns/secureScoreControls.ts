import { controlScore, isControl } from '../../core/posture/score/secureScore';
import { secureScoreControls } from '../../core/posture/score/secureScoreControls';
import { parseResourceId } from '../../model/resourceId';
import { controlDefinition } from '../controlDefinition';
import { badRequest, notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const subscription = '/subscriptions/{subscriptionId}/providers/Microsoft.Security';
const access = { permission: 'read', on: 'scope' } as const;

function readExpand({ query }: RequestContext): boolean {
  const asked = query.get('$expand')?.toLowerCase();
  if (asked === undefined || asked === 'definition') return asked !== undefined;
  throw badRequest('InvalidExpand', "$expand takes 'definition'.");
}

async function controlsOf(context: RequestContext): Promise<{ name: string }[]> {
  const { catalogue, deps, scope } = context;
  const expand = readExpand(context);
  const found = await deps.ports.findings.score(parseResourceId(scope).subscriptionId);
  return Object.entries(found?.controls ?? {}).flatMap(([key, count]) => {
    if (!isControl(key)) return [];
    const { id, displayName } = secureScoreControls[key];
    const { max, current, percentage, weight } = controlScore(key, count);
    const properties = {
      displayName,
      healthyResourceCount: count.healthy,
      unhealthyResourceCount: count.unhealthy,
      notApplicableResourceCount: count.notApplicable,
      score: { max, current, percentage },
      weight,
      ...(expand && { definition: controlDefinition(key, catalogue) }),
    };
    const resource = `${scope}/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/${id}`;
    return [{ id: resource, name: id, type: 'Microsoft.Security/secureScores/secureScoreControls', properties }];
  });
}

async function list(context: RequestContext): Promise<Answer> {
  const page = pageOf(context, await controlsOf(context), ({ name }) => name);
  return pageAnswer(context, page.rows, page.continuation);
}

async function listOfScore(context: RequestContext): Promise<Answer> {
  const name = context.param('secureScoreName');
  if (name.toLowerCase() !== 'ascscore') throw notFound(`The secure score '${name.slice(0, 80)}'`);
  return list(context);
}

export const noun: Noun = {
  type: 'secureScoreControls',
  surface: 'Microsoft.Security',
  apiVersions: ['2020-01-01'],
  routes: [
    {
      method: 'GET',
      path: `${subscription}/secureScoreControls`,
      summary: 'List the controls of all secure scores',
      access,
      handle: list,
    },
    {
      method: 'GET',
      path: `${subscription}/secureScores/{secureScoreName}/secureScoreControls`,
      summary: 'List the controls of a secure score',
      access,
      handle: listOfScore,
    },
  ],
};
