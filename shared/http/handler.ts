import { authorizationFailed, createCaller, type Caller } from './access';
import { readApiVersion } from './apiVersion';
import { createGrantReader } from './assignments';
import { createAuthenticate } from './authentication';
import type { Recommendation } from '../core/posture/recommendation';
import { type Catalogue, createCatalogue } from './catalogue';
import type { HttpDeps } from './deps';
import { HttpError, notFound } from './httpError';
import { checkBodySize } from './jsonBody';
import { nouns } from './nouns.generated';
import type { Noun, Route } from './noun';
import { publicUrlOf } from './publicUrl';
import type { HttpRequest, HttpResponse } from './request';
import type { RequestContext } from './requestContext';
import { pathSegments } from './requestPath';
import { createResponder } from './responder';
import { createRouter } from './router';

const maxQueryLength = 32 * 1024;

/**
 * The whole API as one function. It never throws: what a handler does not foresee is logged and answered as 500 without a
 * word about its inside. Keys, roles and routes are kept between requests, so make it once.
 */
export function createHandler(
  deps: HttpDeps,
  all: readonly Noun[] = nouns,
): (request: HttpRequest) => Promise<HttpResponse> {
  const authenticate = createAuthenticate(deps.auth);
  const grantsOf = createGrantReader(deps.ports);
  const route = createRouter(all);
  const catalogueOf = createCatalogueReader(deps);

  const callerOf = async (request: HttpRequest): Promise<Caller> => {
    const principal = await authenticate(request.headers, deps.ports.now());
    return createCaller(principal, await grantsOf(principal));
  };

  return async (request) => {
    const responder = createResponder(deps, request);
    try {
      checkBodySize(request);
      const url = readUrl(request);
      const segments = pathSegments(url.pathname);
      const match = findPublic(() => route(request.method, segments));
      const caller = match && isOpen(match.route) ? nobody : await callerOf(request);
      responder.calledBy(caller.principal.oid);
      const { noun, route: found, parameters } = match ?? route(request.method, segments);
      const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
      const context: RequestContext = {
        deps,
        request,
        url,
        param: (name) => parameterOf(parameters, name),
        query,
        scope: parameters['scope'] ?? scopeOf(segments),
        apiVersion: readApiVersion(noun, found, query),
        caller,
        catalogue: await catalogueOf(found),
        nouns: all,
        publicUrl: publicUrlOf(request, url, deps.publicUrl),
      };
      authorise(context, found, segments);
      const answer = await found.handle(context);
      if (answer.calledBy !== undefined) responder.calledBy(answer.calledBy);
      return responder.answer(answer);
    } catch (error) {
      return responder.failure(error);
    }
  };
}

/** Made anew only when other policies are assigned. Routes that need no caller know what is shipped, and read nothing for it. */
function createCatalogueReader({ recommendations, assigned }: HttpDeps): (route: Route) => Promise<Catalogue> {
  const shipped = createCatalogue(recommendations);
  let made: { assigned: readonly Recommendation[]; catalogue: Catalogue } | undefined;
  return async (route) => {
    if (assigned === undefined || isOpen(route)) return shipped;
    const list = await assigned();
    if (made?.assigned !== list) made = { assigned: list, catalogue: createCatalogue(recommendations, list) };
    return made.catalogue;
  };
}

const nobody = createCaller({ oid: '', groups: [] }, { assignments: [], subscriptions: [] });

const isOpen = ({ access }: Route): boolean => access === 'public' || access === 'signature';

/** An unknown path is told to callers with a token only. */
function findPublic<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}

function readUrl(request: HttpRequest): URL {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (!url || url.search.length > maxQueryLength)
    throw new HttpError(400, 'InvalidRequestUri', 'The request URL is malformed or too long.');
  return url;
}

function parameterOf(parameters: Record<string, string>, name: string): string {
  const value = parameters[name];
  if (value === undefined) throw new Error(`The path of this route has no parameter ${name}.`);
  return value;
}

/** What stands before the last provider, or the whole path of a subscription or resource group. */
function scopeOf(segments: string[]): string {
  const start = segments.findIndex((segment) => segment.toLowerCase() === 'subscriptions');
  if (start < 0) return '';
  const inGroup = segments[start + 2]?.toLowerCase() === 'resourcegroups' && segments[start + 3] !== undefined;
  return `/${segments.slice(start, start + (inGroup ? 4 : 2)).join('/')}`;
}

function authorise({ caller, scope, deps }: RequestContext, { access, method }: Route, segments: string[]): void {
  if (typeof access === 'string') return;
  const { permission, on } = access;
  const targets = {
    scope,
    within: scope,
    resource: resourceOf(segments, method),
    home: `/subscriptions/${deps.home.subscriptionId}`,
  };
  const target = targets[on];
  const granted = on === 'within' ? caller.readable(scope).length > 0 : caller.may(permission, target || '/');
  if (!granted) throw authorizationFailed(caller.principal, permission, target);
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(scope)?.[1];
  if (subscriptionId !== undefined && !caller.knows(subscriptionId))
    throw notFound(`The subscription '${subscriptionId}'`, 'SubscriptionNotFound');
}

/** The resource a path names: all of it, but for the verb that ends the path of a POST. */
const resourceOf = (segments: string[], method: string): string =>
  `/${segments.slice(0, method === 'POST' ? -1 : undefined).join('/')}`;
