import { badRequest, notFound } from './fault';

export type Route =
  | { kind: 'account' | 'databases' | 'offers' }
  | { kind: 'offer'; id: string }
  | { kind: 'database' | 'containers'; database: string }
  | { kind: 'container' | 'ranges' | 'documents' | 'keyRemoval'; database: string; container: string }
  | { kind: 'document'; database: string; container: string; id: string };

/** The decoded segments of a path, without empty ones. */
export function pathNames(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch (cause) {
    throw badRequest(`The path is not URL-encoded: ${String(cause)}`);
  }
}

function containerRoute(database: string, container: string, rest: string[]): Route | undefined {
  const [kind, id] = rest;
  if (rest.length === 0) return { kind: 'container', database, container };
  if (rest.length === 1 && kind === 'pkranges') return { kind: 'ranges', database, container };
  if (rest.length === 1 && kind === 'docs') return { kind: 'documents', database, container };
  if (rest.length === 2 && kind === 'docs' && id !== undefined) return { kind: 'document', database, container, id };
  return rest.length === 2 && kind === 'operations' && id === 'partitionkeydelete'
    ? { kind: 'keyRemoval', database, container }
    : undefined;
}

function routeOf(names: string[]): Route | undefined {
  const [first, database, second, container, ...rest] = names;
  if (first === undefined) return { kind: 'account' };
  if (first === 'offers' && names.length <= 2)
    return database === undefined ? { kind: 'offers' } : { kind: 'offer', id: database };
  if (first !== 'dbs') return undefined;
  if (database === undefined) return { kind: 'databases' };
  if (second === undefined) return { kind: 'database', database };
  if (second !== 'colls') return undefined;
  return container === undefined ? { kind: 'containers', database } : containerRoute(database, container, rest);
}

/** What a path names; 404 for paths the endpoint does not serve. */
export function parseRoute(path: string): Route {
  const route = routeOf(pathNames(path));
  if (!route) throw notFound(`The endpoint does not serve ${path}.`);
  return route;
}
