import type { Answer, Method, Noun, Route } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

interface Operation {
  name: string;
  origin: string;
  display: { provider: string; resource: string; operation: string; description: string };
}

const verbs: Record<Exclude<Method, 'POST'>, string> = { GET: 'read', PUT: 'write', PATCH: 'write', DELETE: 'delete' };

const verbOf = ({ method, path }: Route): string =>
  method === 'POST' ? `${path.split('/').at(-1)}/action` : verbs[method];

/** What is implemented, named as role definitions name it: one operation per type and verb. */
function operationsOf(nouns: readonly Noun[]): Operation[] {
  const found = new Map<string, Operation>();
  for (const { type, routes } of nouns.filter(({ surface }) => surface === 'Microsoft.Security'))
    for (const route of routes) {
      const name = `Microsoft.Security/${type}/${verbOf(route)}`;
      const display = {
        provider: 'Microsoft Security',
        resource: type,
        operation: route.summary,
        description: route.summary,
      };
      if (!found.has(name)) found.set(name, { name, origin: 'user,system', display });
    }
  return [...found.values()];
}

async function list(context: RequestContext): Promise<Answer> {
  const page = pageOf(context, operationsOf(context.nouns), ({ name }) => name);
  return pageAnswer(context, page.rows, page.continuation);
}

export const noun: Noun = {
  type: 'operations',
  surface: 'Microsoft.Security',
  apiVersions: ['2015-06-01-preview'],
  routes: [
    {
      method: 'GET',
      path: '/providers/Microsoft.Security/operations',
      summary: 'List the operations of this provider',
      access: 'anyone',
      handle: list,
    },
  ],
};
