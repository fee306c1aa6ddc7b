import { healthy, unhealthy, unknown } from '../recommendation';
import type { Verdict } from '../../../model/judgement';

/** An object that is no list, or undefined. */
export const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;

/** The value at a path of names joined by dots; undefined where anything on the way is missing or no object. */
export function valueAt(source: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? Reflect.get(value, name)
          : undefined,
      source,
    );
}

/** A text in lower case, or undefined: ARM does not keep the case of its words. */
export function wordAt(source: unknown, path: string): string | undefined {
  const value = valueAt(source, path);
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

export function flagAt(source: unknown, path: string): boolean | undefined {
  const value = valueAt(source, path);
  return typeof value === 'boolean' ? value : undefined;
}

export function listAt(source: unknown, path: string): unknown[] | undefined {
  const value = valueAt(source, path);
  return Array.isArray(value) ? value : undefined;
}

/** What is wrong with a resource whose setting is not as wanted: cause and sentence of the verdict. */
export interface Fault {
  cause: string;
  description: string;
}

export const missing = (path: string): Verdict => unknown('PropertyMissing', `The snapshot does not hold ${path}.`);

/** Healthy where the setting is `wanted`, Unknown where it is not in the snapshot or no boolean. */
export function judgeFlag(properties: unknown, path: string, wanted: boolean, fault: Fault): Verdict {
  const value = flagAt(properties, path);
  if (value === undefined) return missing(path);
  return value === wanted ? healthy() : unhealthy(fault.cause, fault.description);
}

/** Words (in lower case) that are right, and those that are wrong; any other one is not known. */
export interface Words {
  right: readonly string[];
  wrong: readonly string[];
}

export function judgeWord(properties: unknown, path: string, { right, wrong }: Words, fault: Fault): Verdict {
  const word = wordAt(properties, path);
  if (word === undefined) return missing(path);
  if (right.includes(word)) return healthy();
  return wrong.includes(word)
    ? unhealthy(fault.cause, fault.description)
    : unknown('PropertyUnreadable', `${path} holds a word that is not known.`);
}

/** Healthy where nobody reaches the service over its public address. */
export function judgePublicNetworkAccess(properties: unknown, path = 'publicNetworkAccess'): Verdict {
  return judgeWord(
    properties,
    path,
    { right: ['disabled'], wrong: ['enabled'] },
    { cause: 'PublicAccess', description: 'The resource can be reached over its public address.' },
  );
}
