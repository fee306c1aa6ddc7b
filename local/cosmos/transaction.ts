import type { Database } from 'lmdb';

export type Table = Database<Buffer, Buffer>;

/** Reads see the writes of the same transaction; nothing reaches the tables before `apply`. */
export interface Transaction {
  get(table: Table, key: Buffer): Buffer | undefined;
  put(table: Table, key: Buffer, value: Buffer): void;
  remove(table: Table, key: Buffer): void;
  apply(): void;
}

interface Change {
  key: Buffer;
  value: Buffer | undefined;
}

/** Collects changes, so that a refused operation leaves no trace although it shares a commit with others. */
export function beginTransaction(): Transaction {
  const changes = new Map<Table, Map<string, Change>>();

  const change = (table: Table, key: Buffer, value: Buffer | undefined) => {
    const ofTable = changes.get(table) ?? new Map<string, Change>();
    changes.set(table, ofTable.set(key.toString('latin1'), { key, value }));
  };

  return {
    get(table, key) {
      const changed = changes.get(table)?.get(key.toString('latin1'));
      return changed ? changed.value : table.get(key);
    },
    put: change,
    remove: (table, key) => change(table, key, undefined),
    apply() {
      for (const [table, ofTable] of changes) {
        for (const { key, value } of ofTable.values()) {
          if (value === undefined) table.removeSync(key);
          else table.putSync(key, value);
        }
      }
    },
  };
}
