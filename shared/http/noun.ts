import type { z } from 'zod';
import type { RequestContext } from './requestContext';
import type { Permission } from './permissions';

export type Method = 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

/**
 * Who may call a route.
 * - `public`: anybody, without a token. `anyone`: any principal the issuer knows.
 * - `signature`: whoever signed the request in the way of this route, which its handler checks before all else.
 * - `at`: the permission is held at the scope (or, with `resource`, at the resource the path names).
 * - `home`: it is held at the subscription Skywarden is deployed into: what belongs to the whole deployment.
 * - `within`: the permission is held at the scope or somewhere below; the handler answers only what `caller` may read.
 */
export type Access =
  'public' | 'signature' | 'anyone' | { permission: Permission; on: 'scope' | 'resource' | 'home' | 'within' };

export interface Answer {
  status: number;
  body?: unknown;
  /** Instead of a JSON body: text of that media type. */
  text?: { type: string; content: string };
  /** Instead of a body: text of that media type, made while it is sent. */
  stream?: { type: string; content: AsyncIterable<string> };
  headers?: Record<string, string>;
  /** Who signed a request that carried no token, for its line in the log. */
  calledBy?: string;
}

/**
 * One operation. `path` is a template: `{name}` is one segment, a leading `{scope}` any ARM id (empty for the tenant), a
 * trailing `{name...}` the rest. Literal segments match without case.
 */
export interface Route {
  method: Method;
  path: string;
  summary: string;
  access: Access;
  /** When fewer than the noun's. */
  apiVersions?: readonly string[];
  /** Query parameters beside paging, and what is answered: for the OpenAPI document of `/api/v1`. */
  query?: z.ZodObject;
  response?: z.ZodType;
  /** The list takes `$top` and `$skipToken`. */
  paged?: true;
  handle(context: RequestContext): Promise<Answer>;
}

/** One kind of thing the API knows: one file in `shared/http/nouns`. */
export interface Noun {
  /** Type name without its provider: what errors and the operation list call it. */
  type: string;
  /** `Microsoft.Security`, `Microsoft.Resources` and `Microsoft.Authorization` follow ARM; `v1` is Skywarden's own API below `/api/v1`. */
  surface: 'Microsoft.Security' | 'Microsoft.Resources' | 'Microsoft.Authorization' | 'v1';
  /** `any`: required but free (ARM's own types, which many clients read with many versions). `none`: not asked for. */
  apiVersions: readonly string[] | 'any' | 'none';
  routes: Route[];
}
