import type { Json } from '../../../model/json';
import { Doubt, isDoubt } from '../policy/doubt';

/**
 * Texts of which a part is not known before deployment, such as `concat('st', uniqueString(...))`: that part stands between
 * two characters of Unicode's private use area, named by what will give it. Names and ids can so be put together and compared
 * with each other, and whatever would have to look at the part is in doubt.
 */
const [open, close] = ['\uE000', '\uE001'];
const marked = /\uE000([^\uE000\uE001]*)\uE001/g;

/** A text that deployment will give. Equal labels are equal texts; `/` would part a name. */
export const textLater = (label: string): string => `${open}${label.replaceAll('/', '|')}${close}`;

/** Any other value that deployment will give. */
export const valueLater = (label: string): Doubt => new Doubt('not-known-before-deployment', label);

export const isPartlyKnown = (text: string): boolean => text.includes(open);

/** For people: unknown parts in braces. */
export const readable = (text: string): string => text.replace(marked, '{$1}');

/** What of a text is known. */
export const knownPart = (text: string): string => text.replace(marked, '');

/** Why a text is not known; undefined if it is. */
export function textDoubt(text: string): Doubt | undefined {
  const labels = [...text.matchAll(marked)].map(([, label = '']) => label);
  return labels.length === 0 ? undefined : valueLater([...new Set(labels)].join(', '));
}

/** The first unknown thing within a value. */
export function unknownWithin(value: Json | Doubt | undefined): Doubt | undefined {
  if (typeof value === 'string') return textDoubt(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (isDoubt(value)) return value;
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    const found = unknownWithin(member);
    if (found) return found;
  }
  return undefined;
}
