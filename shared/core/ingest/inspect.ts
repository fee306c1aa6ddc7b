import type { Json } from '../../model/json';

/** Keys that reach an object's prototype: dropped, so that no later merge can be tricked by data. */
const isForbidden = (key: string): boolean =>
  (key.length === 9 && (key === '__proto__' || key === 'prototype')) || (key.length === 11 && key === 'constructor');

/**
 * Removes prototype keys in place and answers whether the value stays within `maxDepth` levels of objects and arrays.
 * One walk for both; it ends at the limit, so a bomb of brackets costs no more than the limit.
 */
export function isWithinDepth(value: Json, maxDepth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (maxDepth === 0) return false;
  if (Array.isArray(value)) {
    for (const element of value) if (!isWithinDepth(element, maxDepth - 1)) return false;
    return true;
  }
  for (const key in value) {
    if (isForbidden(key)) {
      delete value[key];
      continue;
    }
    const member = value[key];
    if (typeof member === 'object' && member !== null && !isWithinDepth(member, maxDepth - 1)) return false;
  }
  return true;
}
