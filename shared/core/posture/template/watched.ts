import { type Doubt, isDoubt } from '../policy/doubt';

/** A judgement has come to a value that is not known. */
export class LookedAtUnknown extends Error {
  override readonly name = 'LookedAtUnknown';

  constructor(readonly doubt: Doubt) {
    super(doubt.detail);
  }
}

/**
 * The same value, as seen by a judgement that must not take what is unknown for absent: reading a doubt throws
 * LookedAtUnknown, and `onAbsent` hears of members that it asks for and that are not there.
 */
export function watched<Value>(value: Value, onAbsent: (path: string) => void, path = ''): Value {
  if (isDoubt(value)) throw new LookedAtUnknown(value);
  if (typeof value !== 'object' || value === null) return value;
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const seen = new Map<string, unknown>();
  return new Proxy(value, {
    get(target, key, receiver): unknown {
      const found: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== 'string' || typeof found === 'function') return found;
      if (found === undefined) {
        if (!Array.isArray(target) && key !== 'toJSON') onAbsent(below(key));
        return found;
      }
      if (!seen.has(key)) seen.set(key, watched(found, onAbsent, below(key)));
      return seen.get(key);
    },
    has(target, key) {
      if (typeof key === 'string' && isDoubt(Reflect.get(target, key))) {
        throw new LookedAtUnknown(Reflect.get(target, key) as Doubt);
      }
      return Reflect.has(target, key);
    },
  });
}
