import type { Json } from '../../../../model/json';

/** JSON with sorted keys: equal for equal values. */
export const canonicalJson = (value: Json): string =>
  JSON.stringify(value, (_, one: Json) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
