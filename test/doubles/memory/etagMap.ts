import type { Listed, ListOptions } from '../../../shared/flows/ports/listed';
import { Conflict } from '../../../shared/flows/ports/portErrors';

interface Item {
  _etag?: string;
}

/** Documents by key with the etag rules of Cosmos: without an etag a write creates, with one it replaces that version. */
export interface EtagMap<T extends Item> {
  get(key: string): T | undefined;
  /** Copies of the items to keep: the rest is not copied. */
  values(keep?: (item: T) => boolean): T[];
  /** All or nothing; throws Conflict. */
  write(entries: [string, T][]): T[];
  put(key: string, item: T): T;
  remove(key: string, etag: string | undefined): void;
}

export function etagMap<T extends Item>(): EtagMap<T> {
  const items = new Map<string, T>();
  let next = 1;
  const check = (key: string, etag: string | undefined) => {
    if (items.get(key)?._etag !== etag) throw new Conflict(`${key} is there in another version`);
  };
  const put = (key: string, item: T): T => {
    const stored = { ...structuredClone(item), _etag: `"${next++}"` };
    items.set(key, stored);
    return structuredClone(stored);
  };
  return {
    get: (key) => structuredClone(items.get(key)),
    values: (keep = () => true) => structuredClone([...items.values()].filter(keep)),
    write(entries) {
      for (const [key, { _etag }] of entries) check(key, _etag);
      if (new Set(entries.map(([key]) => key)).size < entries.length)
        throw new Conflict('The same id twice in a batch');
      return entries.map(([key, item]) => put(key, item));
    },
    put,
    remove(key, etag) {
      if (!items.has(key)) throw new Conflict(`${key} is gone`);
      check(key, etag);
      items.delete(key);
    },
  };
}

/** One page; the continuation is the number of items passed. */
export function page<T>(all: readonly T[], { top, continuation }: ListOptions): Listed<T> {
  const start = Number(continuation ?? 0);
  const items = all.slice(start, start + top);
  return { items, ...(start + top < all.length && { continuation: String(start + top) }) };
}
