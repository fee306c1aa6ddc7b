import { z } from 'zod';
import type { Noun, Route } from './noun';

const problem = z.object({ title: z.string(), status: z.number().int(), code: z.string(), detail: z.string() });

const pagingParameters = [
  { name: '$top', in: 'query', description: 'At most this many rows', schema: { type: 'integer', minimum: 1 } },
  { name: '$skipToken', in: 'query', description: 'As nextLink gives it', schema: { type: 'string' } },
];

/** OpenAPI 3.1 of `/api/v1`, from the routes and zod schemas of its nouns: what is described is what is served. */
export function openApiDocument(
  nouns: readonly Noun[],
  { version, publicUrl }: { version: string; publicUrl: string },
): object {
  const routes = nouns.flatMap((noun) => (noun.surface === 'v1' ? noun.routes.map((route) => ({ noun, route })) : []));
  const ids = routes.map(({ noun, route }) => shortId(noun, route));
  const isTaken = (id: string): boolean => ids.indexOf(id) !== ids.lastIndexOf(id);
  const paths: Record<string, Record<string, object>> = {};
  for (const { noun, route } of routes) {
    const path = route.path.replaceAll('...}', '}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(noun, route, isTaken) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Skywarden',
      version,
      description: 'What Microsoft.Security has no words for. Errors are RFC 9457 problems.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'authorization',
          description: 'HMAC-SHA256 with a workspace key, or an onboarding token: docs/ingest-door.md',
        },
      },
    },
  };
}

/** Of the last word of the path; where two agree, of all its words. */
const shortId = (noun: Noun, { path, method }: Route): string =>
  `${noun.type}_${path.split('/').at(-1)!.replace(/\W/g, '')}_${method.toLowerCase()}`;
const longId = (noun: Noun, { path, method }: Route): string =>
  `${noun.type}_${path
    .replace(/^\/api\/v1\//, '')
    .replace(/\W+/g, '_')
    .replace(/_$/, '')}_${method.toLowerCase()}`;

function operation(noun: Noun, route: Route, isTaken: (id: string) => boolean): object {
  const response = route.response ?? z.record(z.string(), z.unknown());
  const schema = schemaOf(
    route.paged ? z.object({ value: z.array(response), nextLink: z.string().optional() }) : response,
  );
  return {
    operationId: isTaken(shortId(noun, route)) ? longId(noun, route) : shortId(noun, route),
    summary: route.summary,
    tags: [noun.type],
    security: route.access === 'public' ? [] : [{ [route.access === 'signature' ? 'signature' : 'bearer']: [] }],
    parameters: [...pathParameters(route), ...queryParameters(route), ...(route.paged ? pagingParameters : [])],
    responses: {
      200: { description: route.summary, content: { 'application/json': { schema } } },
      default: {
        description: 'What is wrong, and what to do about it',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const pathParameters = ({ path }: Route): object[] =>
  [...path.matchAll(/\{(\w+)(?:\.\.\.)?\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = ({ query }: Route): object[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    schema: schemaOf(schema as z.ZodType),
  }));

/** The dialect of OpenAPI 3.1 is that of JSON Schema 2020-12, so `$schema` need not be said again. */
function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return rest;
}
