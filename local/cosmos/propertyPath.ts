import type { Json } from '../../shared/model/json';

/** Splits an index or key path such as `/a/"b c"/[]/?` into its segments. */
export function pathSegments(path: string): string[] {
  return [...path.matchAll(/\/(?:"((?:[^"\\]|\\.)*)"|([^/]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('\\"', '"') ?? plain ?? '',
  );
}

/** The value at a path, or undefined; reads own properties only, so that `__proto__` is a name like any other. */
export function valueAt(document: Json, segments: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, segment))
      return undefined;
    value = value[segment];
  }
  return value;
}
