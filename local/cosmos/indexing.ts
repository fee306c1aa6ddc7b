import type { Json, JsonObject } from '../../shared/model/json';
import type { IndexingPolicy } from './definition';
import { badRequest } from './fault';
import { pathSegments } from './propertyPath';

/** Tree of an indexing policy: `exact` is what `/?` says of the value itself, `subtree` what `/*` says of all below. */
export interface IndexNode {
  children: Map<string, IndexNode>;
  exact?: boolean;
  subtree?: boolean;
}

const maximumDepth = 128;

export function compileIndexing(policy: IndexingPolicy): IndexNode {
  const root: IndexNode = { children: new Map(), subtree: false };
  if (policy.indexingMode === 'none') return root;
  const add = (path: string, included: boolean) => {
    const segments = pathSegments(path);
    const last = segments.at(-1);
    let node = root;
    for (const segment of last === '?' || last === '*' ? segments.slice(0, -1) : segments) {
      const child: IndexNode = node.children.get(segment) ?? { children: new Map() };
      node.children.set(segment, child);
      node = child;
    }
    if (last === '*') node.subtree = included;
    else node.exact = included;
  };
  for (const { path } of policy.excludedPaths) add(path, false);
  for (const { path } of policy.includedPaths) add(path, true);
  return root;
}

/** Whether a path (array steps as `[]`) is indexed, and whether the policy names it rather than a wildcard above it. */
export function indexOf(root: IndexNode, segments: readonly string[]): { indexed: boolean; explicit: boolean } {
  if (segments.length === 1 && (segments[0] === 'id' || segments[0] === '_ts'))
    return { indexed: true, explicit: true };
  let inherited = root.subtree ?? false;
  let node: IndexNode | undefined = root;
  for (const segment of segments) {
    node = node?.children.get(segment);
    inherited = node?.subtree ?? inherited;
  }
  return { indexed: node?.exact ?? inherited, explicit: node?.exact === true || node?.subtree === true };
}

function countLeaves(value: Json, node: IndexNode | undefined, inherited: boolean, depth: number): number {
  if (depth > maximumDepth) throw badRequest(`The document is nested deeper than ${maximumDepth} levels.`);
  const covered = node?.subtree ?? inherited;
  if (typeof value !== 'object' || value === null) return (node?.exact ?? covered) ? 1 : 0;
  if (Array.isArray(value)) {
    const element = node?.children.get('[]');
    return value.reduce<number>((sum, item) => sum + countLeaves(item, element, covered, depth + 1), 0);
  }
  let sum = 0;
  for (const name of Object.keys(value))
    sum += countLeaves(value[name] ?? null, node?.children.get(name), covered, depth + 1);
  return sum;
}

/** Leaf values under included paths, each array element one, plus `id` and `_ts`, which always are. Checks the depth. */
export function countIndexedValues(root: IndexNode, document: JsonObject): number {
  const covered = root.subtree ?? false;
  let sum = 2;
  for (const name of Object.keys(document))
    if (name !== 'id') sum += countLeaves(document[name] ?? null, root.children.get(name), covered, 1);
  return sum;
}
