import { HttpError, notFound } from './httpError';
import type { Noun, Route } from './noun';
import { compilePath, type PathMatcher } from './pathTemplate';

export interface RouteMatch {
  noun: Noun;
  route: Route;
  parameters: Record<string, string>;
}

/** Finds the route of a method and path. Throws HttpError 404 for an unknown path, 405 with `Allow` for another method. */
export type Router = (method: string, segments: string[]) => RouteMatch;

interface Entry {
  noun: Noun;
  route: Route;
  match: PathMatcher;
}

/** Fixed paths go before those with a free scope, so that no extension hides a noun. */
export function createRouter(nouns: readonly Noun[]): Router {
  const entries: Entry[] = nouns
    .flatMap((noun) => noun.routes.map((route) => ({ noun, route, match: compilePath(route.path) })))
    .sort((a, b) => Number(isFree(a.route)) - Number(isFree(b.route)));

  return (method, segments) => {
    const allowed = new Set<string>();
    for (const { noun, route, match } of entries) {
      const parameters = match(segments);
      if (parameters === undefined) continue;
      if (route.method === method) return { noun, route, parameters };
      allowed.add(route.method);
    }
    if (allowed.size === 0) throw unknownPath(segments);
    const allow = [...allowed].sort().join(', ');
    throw new HttpError(405, 'MethodNotAllowed', `This path answers ${allow} only.`, { allow });
  };
}

const isFree = (route: Route): boolean => route.path.startsWith('{scope}');

function unknownPath(segments: string[]): HttpError {
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === 'microsoft.security');
  const type = at < 0 ? undefined : segments[at + 1];
  if (type === undefined) return notFound('The path');
  return new HttpError(
    404,
    'InvalidResourceType',
    `The resource type or operation '${type.slice(0, 64)}' could not be found in the namespace 'Microsoft.Security' at this path.`,
  );
}
