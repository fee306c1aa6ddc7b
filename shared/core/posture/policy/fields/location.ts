import type { Json } from '../../../../model/json';

/** `East US 2` and `eastus2` are one place. */
export const placeName = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase();

/** The same for right sides: a text or a list of them. */
export function placeNames(value: Json): Json {
  if (typeof value === 'string') return placeName(value);
  return Array.isArray(value) ? value.map(placeNames) : value;
}
