import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

/** What clients ask before they can sign in (Terraform, az cloud): where to get a token, and for which audience. */
async function get({ deps, publicUrl }: RequestContext): Promise<Answer> {
  const { issuers, audiences } = deps.auth;
  const loginEndpoint = `${new URL(issuers[0] ?? publicUrl).origin}/`;
  return {
    status: 200,
    body: {
      name: 'Skywarden',
      portal: `${publicUrl}/`,
      resourceManager: `${publicUrl}/`,
      authentication: { loginEndpoint, audiences, tenant: 'common', identityProvider: 'AAD' },
      graphAudience: `${publicUrl}/`,
      suffixes: {},
    },
  };
}

export const noun: Noun = {
  type: 'metadata',
  surface: 'Microsoft.Resources',
  apiVersions: 'any',
  routes: [
    { method: 'GET', path: '/metadata/endpoints', summary: 'Describe this cloud', access: 'public', handle: get },
  ],
};
