/**
 * @peculiar/x509 keeps its constructors in tsyringe, which wants decorator metadata (`Reflect.getMetadata`) to be there
 * when it is loaded. These are the three functions it calls; import this file first.
 */
interface MetadataReflection {
  defineMetadata?: (key: unknown, value: unknown, target: object) => void;
  getMetadata?: (key: unknown, target: object) => unknown;
  getOwnMetadata?: (key: unknown, target: object) => unknown;
}

const reflection = Reflect as MetadataReflection;
const kept = new WeakMap<object, Map<unknown, unknown>>();

const own = (key: unknown, target: object): unknown => kept.get(target)?.get(key);

function inherited(key: unknown, target: object): unknown {
  const parent: unknown = Object.getPrototypeOf(target);
  return (
    own(key, target) ??
    (typeof parent === 'object' || typeof parent === 'function' ? parent && inherited(key, parent) : undefined)
  );
}

reflection.defineMetadata ??= (key, value, target) => {
  kept.set(target, (kept.get(target) ?? new Map<unknown, unknown>()).set(key, value));
};
reflection.getOwnMetadata ??= own;
reflection.getMetadata ??= inherited;
