import type { Json, JsonObject } from '../../../model/json';
import { isDoubt } from './doubt';
import { fold } from './fold';

/** Azure's limit while rules are evaluated. */
const maxDepth = 128;

/** Objects of prepared values have no prototype: a key is in them or it is not. */
export const emptyObject = (): JsonObject => Object.create(null) as JsonObject;

const spellings = new Map<string, string>();
const maxSpellings = 50_000;

/** A key without case; senders use some thousands, each of which is folded once. */
function foldedKey(key: string): string {
  const known = spellings.get(key);
  if (known !== undefined) return known;
  const folded = fold(key);
  if (spellings.size >= maxSpellings) spellings.clear();
  spellings.set(key, folded);
  return folded;
}

/**
 * The value with all keys of its objects folded, values untouched. Where two keys differ in case only, the one that sorts
 * first stands, whatever the order in which they were written. What is nested too deep is cut off, and `onCut` hears of it.
 */
export function lowerKeys(value: Json, onCut?: () => void, depth = 0): Json {
  if (typeof value !== 'object' || value === null || isDoubt(value)) return value;
  if (depth > maxDepth) {
    onCut?.();
    return null;
  }
  if (Array.isArray(value)) return value.map((element) => lowerKeys(element, onCut, depth + 1));
  const lowered: JsonObject = {};
  const keys = Object.keys(value);
  let taken = 0;
  for (const key of keys) {
    const folded = foldedKey(key);
    // Set below, when it has no meaning of its own any more.
    if (folded === '__proto__') continue;
    if (!Object.hasOwn(lowered, folded)) taken += 1;
    lowered[folded] = lowerKeys(value[key]!, onCut, depth + 1);
  }
  // Last, because objects made without a prototype are slow to read.
  Object.setPrototypeOf(lowered, null);
  if (taken < keys.length) {
    for (const key of keys.sort().reverse()) lowered[foldedKey(key)] = lowerKeys(value[key]!, onCut, depth + 1);
  }
  return lowered;
}
