import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const namespace = 'Microsoft.Security';
const access = { permission: 'read', on: 'within' } as const;

/** The registration that clients look for before they use a provider, with the types and api-versions served. */
function registration({ deps, nouns, scope }: RequestContext): object {
  const types = nouns.flatMap(({ type, surface, apiVersions }) =>
    surface === namespace && typeof apiVersions !== 'string' ? [{ type, apiVersions }] : [],
  );
  return {
    id: `${scope}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: types
      .sort((a, b) => (a.type < b.type ? -1 : 1))
      .map(({ type, apiVersions }) => ({
        resourceType: type,
        locations: [deps.home.location],
        apiVersions: [...apiVersions].sort().reverse(),
      })),
  };
}

const list = async (context: RequestContext): Promise<Answer> =>
  pageAnswer(context, pageOf(context, [registration(context)], () => 'registration').rows);

async function get(context: RequestContext): Promise<Answer> {
  const asked = context.param('namespace');
  if (asked.toLowerCase() !== namespace.toLowerCase())
    throw notFound(`The resource provider '${asked.slice(0, 80)}'`, 'InvalidResourceNamespace');
  return { status: 200, body: registration(context) };
}

const path = '/subscriptions/{subscriptionId}/providers';

export const noun: Noun = {
  type: 'providers',
  surface: 'Microsoft.Resources',
  apiVersions: 'any',
  routes: [
    { method: 'GET', path, summary: 'List resource providers', access, handle: list },
    { method: 'GET', path: `${path}/{namespace}`, summary: 'Get a resource provider', access, handle: get },
  ],
};
