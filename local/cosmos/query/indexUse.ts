import type { ContainerResource } from '../definition';
import { badRequest } from '../fault';
import { indexOf, type IndexNode } from '../indexing';
import { pathSegments } from '../propertyPath';
import { documentAlias, pathOf, type Expression, type Select } from './syntax';

function sortPath({ of }: Select['orderBy'][number], alias: string | undefined): string[] {
  const path = pathOf(of);
  if (!path || path.segments.length === 0) {
    throw badRequest('Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.');
  }
  if (path.alias !== alias) throw badRequest('Order-by over correlated collections is not supported.');
  return path.segments;
}

function hasComposite(
  wanted: { path: string; descending: boolean }[],
  policy: ContainerResource['indexingPolicy'],
): boolean {
  return policy.compositeIndexes.some((index) => {
    if (index.length !== wanted.length) return false;
    const paths = index.map(({ path }) => JSON.stringify(pathSegments(path).filter((segment) => segment !== '?')));
    const same = index.map(({ order }, at) => (order === 'descending') === wanted[at]?.descending);
    return wanted.every(({ path }, at) => paths[at] === path) && (same.every(Boolean) || !same.some(Boolean));
  });
}

/**
 * Refuses an ORDER BY that the container's index cannot serve, as the service does. Answers whether documents without the sort
 * property are left out: they are unless the policy names the path (Microsoft Learn: nosql/query/order-by).
 */
export function checkOrderBy(
  select: Select,
  definition: ContainerResource,
  root: IndexNode,
): { dropsMissing: boolean } {
  const alias = documentAlias(select);
  const paths = select.orderBy.map((item) => sortPath(item, alias));
  const [first] = paths;
  if (!first) return { dropsMissing: false };
  if (paths.length > 1) {
    const wanted = paths.map((path, at) => ({
      path: JSON.stringify(path),
      descending: select.orderBy[at]?.descending ?? false,
    }));
    if (hasComposite(wanted, definition.indexingPolicy)) return { dropsMissing: false };
    throw badRequest('The order by query does not have a corresponding composite index that it can be served from.');
  }
  const { indexed, explicit } = indexOf(root, first);
  if (!indexed) throw badRequest('The index path corresponding to the specified order-by item is excluded.');
  return { dropsMissing: !explicit };
}

interface Path {
  alias: string;
  segments: string[];
}

const searchesElements = new Set(['ARRAY_CONTAINS', 'ARRAY_CONTAINS_ANY', 'ARRAY_CONTAINS_ALL']);

function propertyNames(wanted: Expression | undefined): string[] | undefined {
  if (wanted?.kind === 'object') return wanted.entries.map(([name]) => name);
  // A parameter is a literal, whatever its value.
  if (wanted?.kind !== 'literal') return undefined;
  const { value } = wanted;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
}

/** The paths that a wanted element of the array at `list` is compared with: those of its properties if it is an object. */
function elementPaths(list: Path, wanted: Expression | undefined): Path[] {
  const element = { ...list, segments: [...list.segments, '[]'] };
  const names = propertyNames(wanted);
  return names?.map((name) => ({ ...element, segments: [...element.segments, name] })) ?? [element];
}

function pathsIn(part: unknown): Path[] {
  if (Array.isArray(part)) return part.flatMap(pathsIn);
  if (typeof part !== 'object' || part === null) return [];
  const expression = 'kind' in part ? (part as Expression) : undefined;
  const path = expression && pathOf(expression);
  if (path) return [path];
  if (expression?.kind === 'call' && searchesElements.has(expression.name)) {
    const [list, ...wanted] = expression.args;
    const searched = list && pathOf(list);
    if (searched) return [...elementPaths(searched, wanted[0]), ...pathsIn(wanted)];
  }
  return Object.values(part).flatMap(pathsIn);
}

/** Whether the index answers WHERE: then only matching documents are loaded, otherwise all that were scanned. */
export function isServedByIndex(select: Select, root: IndexNode): boolean {
  const alias = documentAlias(select);
  return pathsIn(select.where).every((path) => path.alias !== alias || indexOf(root, path.segments).indexed);
}
