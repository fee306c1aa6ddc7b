import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const path = '/subscriptions/{subscriptionId}/providers/Microsoft.Security/locations';
const access = { permission: 'read', on: 'within' } as const;

/** There is exactly one home region: where this deployment runs. */
const home = ({ deps, scope }: RequestContext): object => ({
  id: `${scope}/providers/Microsoft.Security/locations/${deps.home.location}`,
  name: deps.home.location,
  type: 'Microsoft.Security/locations',
  properties: { homeRegionName: deps.home.location },
});

const list = async (context: RequestContext): Promise<Answer> =>
  pageAnswer(context, pageOf(context, [home(context)], () => 'home').rows);

async function get(context: RequestContext): Promise<Answer> {
  const asked = context.param('location');
  if (asked.toLowerCase() !== context.deps.home.location.toLowerCase())
    throw notFound(`The location '${asked.slice(0, 80)}'`, 'LocationNotFound');
  return { status: 200, body: home(context) };
}

export const noun: Noun = {
  type: 'locations',
  surface: 'Microsoft.Security',
  apiVersions: ['2015-06-01-preview'],
  routes: [
    { method: 'GET', path, summary: 'List the home region', access, handle: list },
    { method: 'GET', path: `${path}/{location}`, summary: 'Get the home region', access, handle: get },
  ],
};
