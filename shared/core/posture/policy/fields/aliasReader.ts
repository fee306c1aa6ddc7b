import type { Json } from '../../../../model/json';
import { Doubt, isDoubt } from '../doubt';
import type { Frame, Result } from '../frame';
import type { PreparedResource } from '../resources/prepare';
import type { Scope } from '../scope';
import type { AliasTable } from './aliasTable';
import { boundTo } from './boundTo';
import type { FieldReader } from './fieldReader';
import { segmentsOf, type Segment } from './segments';
import { walkBelow, walkLiteral, walkRoot, type Collection } from './walk';

/** How an alias reads on one type: by the rule, by a path of its own, or both; neither on other types. */
interface Paths {
  rule: readonly Segment[] | undefined;
  own: readonly Segment[] | undefined;
  many: boolean;
}

/** Types whose paths one alias remembers. */
const maxTypes = 10_000;

const hasStar = (path: readonly Segment[] | undefined): boolean => path?.some(({ star }) => star) ?? false;
const isMissing = (result: Result): boolean => result === null || isDoubt(result);

/** Readers of one table outside of counts: rules use some thousand aliases over and over. */
const readers = new WeakMap<AliasTable, Map<string, FieldReader>>();
const maxReaders = 10_000;

/** Reads an alias (in lower case): from the resource, or from the element of a count around it. */
export function aliasReader(alias: string, scope: Scope): FieldReader {
  if (scope.bindings.length > 0) return createReader(alias, scope);
  const known = readers.get(scope.aliases) ?? new Map<string, FieldReader>();
  readers.set(scope.aliases, known);
  const reader = known.get(alias) ?? createReader(alias, scope);
  if (known.size >= maxReaders) known.clear();
  known.set(alias, reader);
  return reader;
}

function createReader(alias: string, scope: Pick<Scope, 'aliases' | 'bindings'>): FieldReader {
  const bound = boundTo(alias, scope.bindings);
  const unconfirmed = scope.aliases.isKnown(alias) ? undefined : new Doubt('alias-unconfirmed', alias);
  const rest = bound && segmentsOf(bound.rest);
  const known = new Map<string, Paths>();
  let lastType: string | undefined;
  let lastPaths: Paths = { rule: undefined, own: undefined, many: false };

  function pathsOn(type: string): Paths {
    if (lastType === type) return lastPaths;
    let paths = known.get(type);
    if (!paths) {
      paths = makePaths(type);
      if (known.size >= maxTypes) known.clear();
      known.set(type, paths);
    }
    lastType = type;
    lastPaths = paths;
    return paths;
  }

  function makePaths(type: string): Paths {
    const path = scope.aliases.pathOf(alias, type);
    const own = path === undefined ? undefined : ownPath(path, type);
    const rule = rest ?? (alias.startsWith(`${type}/`) ? segmentsOf(alias.slice(type.length + 1)) : undefined);
    return { rule, own, many: hasStar(own) || hasStar(rule) };
  }

  /** Within a count a path of its own goes on from the element. */
  function ownPath(path: string, type: string): readonly Segment[] | undefined {
    if (!bound) return segmentsOf(path);
    const outer = scope.aliases.pathOf(bound.alias, type);
    return outer !== undefined && path.startsWith(`${outer}.`) ? segmentsOf(path.slice(outer.length + 1)) : undefined;
  }

  function walk(paths: Paths, frame: Frame, resource: PreparedResource, into?: Collection): Result {
    const start: Json = bound ? (frame.elements[bound.at] ?? null) : resource.body;
    let found: Result = null;
    if (paths.own) found = walkLiteral(paths.own, 0, start, into);
    if (!paths.rule || (paths.own && !(into ? into.values.every(isMissing) : isMissing(found)))) return found;
    const second: Collection | undefined = into && { values: [], keepMissing: into.keepMissing };
    const byRule = bound ? walkBelow(paths.rule, 0, start, second) : walkRoot(paths.rule, 0, resource, second);
    if (!into || !second) return paths.own && isMissing(byRule) ? found : byRule;
    if (!paths.own || second.values.some((value) => !isMissing(value))) into.values = second.values;
    return null;
  }

  return {
    isMany: (resource) => pathsOn(resource.typeLc).many,
    read: (frame, resource) => {
      const paths = pathsOn(resource.typeLc);
      // Nearly all reads are of this kind.
      const found =
        paths.rule && !paths.own && !bound ? walkRoot(paths.rule, 0, resource) : walk(paths, frame, resource);
      return found ?? unconfirmed ?? null;
    },
    collect(frame, resource, keepMissing) {
      const paths = pathsOn(resource.typeLc);
      const into: Collection = { values: [], keepMissing: keepMissing || unconfirmed !== undefined };
      if (paths.rule || paths.own) walk(paths, frame, resource, into);
      else if (into.keepMissing) into.values.push(null);
      return unconfirmed ? into.values.map((value) => value ?? unconfirmed) : into.values;
    },
    isList: alias.includes('[*]'),
    isLocation: false,
  };
}
