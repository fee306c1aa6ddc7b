import type { Json, JsonObject } from '../../../model/json';
import { Doubt, isDoubt } from './doubt';
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
  const keys = Object.keys(value);
  const lowered: JsonObject = {};
  let [first, protoKey]: [Map<string, string> | undefined, string | undefined] = [undefined, undefined];
  for (const key of keys) {
    const folded = foldedKey(key);
    if (folded === '__proto__') {
      if (protoKey === undefined || key < protoKey) protoKey = key;
      continue;
    }
    if (Object.hasOwn(lowered, folded)) {
      first ??= firstSpellings(keys);
      if (first.get(folded) !== key) continue;
    }
    lowered[folded] = lowerKeys(value[key]!, onCut, depth + 1);
  }
  // Last, because objects made without a prototype are slow to read. Then `__proto__` has no meaning of its own any more.
  Object.setPrototypeOf(lowered, null);
  if (protoKey !== undefined) lowered['__proto__'] = lowerKeys(value[protoKey]!, onCut, depth + 1);
  return lowered;
}

/** The same of a value of its own, a doubt if it is nested too deep. */
export function lowerValue(value: Json | Doubt): Json | Doubt {
  let isCut = false;
  const lowered = lowerKeys(value as Json, () => (isCut = true));
  return isCut ? new Doubt('limit-exceeded', 'a value nested too deep') : lowered;
}

/** Of keys that differ in case only the one that sorts first. */
function firstSpellings(keys: readonly string[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const key of keys) {
    const folded = foldedKey(key);
    const known = first.get(folded);
    if (known === undefined || key < known) first.set(folded, key);
  }
  return first;
}
