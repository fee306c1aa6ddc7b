import type { Answer, Noun } from '../noun';
import { openApiDocument } from '../openApi';
import type { RequestContext } from '../requestContext';

const get = async ({ deps, nouns, publicUrl }: RequestContext): Promise<Answer> => ({
  status: 200,
  body: openApiDocument(nouns, { version: deps.version, publicUrl }),
});

export const noun: Noun = {
  type: 'openapi',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/openapi.json',
      summary: 'Describe this API (OpenAPI 3.1)',
      access: 'public',
      handle: get,
    },
  ],
};
