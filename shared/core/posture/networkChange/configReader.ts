import type { Json, JsonObject } from '../../../model/json';

/** Readers of configurations in normal form: what is missing or of another type is empty. */
export const objectIn = (object: JsonObject, ...keys: string[]): JsonObject => {
  const value = valueIn(object, ...keys);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
};

export const textIn = (object: JsonObject, ...keys: string[]): string => {
  const value = valueIn(object, ...keys);
  return typeof value === 'string' ? value : '';
};

/** Texts of a list, or one text; numbers as text. */
export const textsIn = (object: JsonObject, ...keys: string[]): string[] => {
  const value = valueIn(object, ...keys) ?? [];
  return (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' ? [String(one)] : [],
  );
};

/** Members that are objects: children by name. */
export const childrenIn = (object: JsonObject, ...keys: string[]): [string, JsonObject][] =>
  Object.entries(objectIn(object, ...keys)).map(([name]) => [name, objectIn(object, ...keys, name)]);

function valueIn(object: JsonObject, ...keys: string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = value[key];
  }
  return value;
}
