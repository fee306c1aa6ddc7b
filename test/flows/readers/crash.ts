import type { Ports } from '../../../shared/flows/ports';

/** The process is gone: nothing of it acts any more. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * Ports whose process dies at its n-th call (counted from 0): `late` after the call had its effect, else before. From then on
 * every call fails, as nothing runs any more.
 */
export function dying<T extends Partial<Ports>>(ports: T, death: { call: number; late: boolean }): T {
  let calls = 0;
  let isDead = false;
  const wrap = (method: Method): Method =>
    async function (...args) {
      const mine = calls++;
      if (isDead || (mine === death.call && !death.late)) {
        isDead = true;
        throw new Crash('before');
      }
      const result = await method(...args);
      if (mine !== death.call) return result;
      isDead = true;
      throw new Crash('after');
    };
  const members = Object.entries(ports).map(([name, port]) => {
    if (typeof port !== 'object' || name === 'log' || name === 'flowLogBlobs') return [name, port] as const;
    const methods = Object.entries(port as unknown as Record<string, Method>);
    return [name, Object.fromEntries(methods.map(([key, method]) => [key, wrap(method)]))] as const;
  });
  return Object.fromEntries(members) as T;
}
