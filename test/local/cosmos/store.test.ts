import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../local/cosmos/store';

let folder: string;
let store: Store;
const bytes = (text: string) => Buffer.from(text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosmos-'));
  store = openStore({ folder, durable: false, clock: () => 0 });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const put = (key: string, fail?: string) =>
  store.commit((transaction) => {
    transaction.put(store.docs, bytes(key), bytes('x'));
    if (fail !== undefined) throw new Error(fail);
    return key;
  });

test('a refused job leaves no trace and does not disturb those it shares a commit with', async () => {
  const results = await Promise.allSettled([put('a'), put('b', 'refused'), put('c')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect([...store.docs.getKeys()].map(String)).toEqual(['a', 'c']);
});

test('a write that fails halfway is undone whole, and later commits go on', async () => {
  const failing = store.commit((transaction) => {
    transaction.put(store.docs, bytes('first'), bytes('x'));
    transaction.put(store.docs, Buffer.alloc(3000, 1), bytes('longer than lmdb takes'));
  });
  await expect(failing).rejects.toThrow(/key size/i);
  await put('later');
  expect([...store.docs.getKeys()].map(String)).toEqual(['later']);
});

test('jobs see what earlier jobs of the same commit wrote', async () => {
  const increment = () =>
    store.commit((transaction) => {
      const n = Number(transaction.get(store.meta, bytes('n'))?.toString() ?? 0) + 1;
      transaction.put(store.meta, bytes('n'), bytes(String(n)));
      return n;
    });
  expect(await Promise.all(Array.from({ length: 200 }, increment))).toEqual(
    Array.from({ length: 200 }, (_, n) => n + 1),
  );
});

test('closing waits for commits under way', async () => {
  const written = put('a');
  await store.close();
  store = openStore({ folder, durable: false, clock: () => 0 });
  expect(await written).toBe('a');
  expect(store.docs.get(bytes('a'))?.toString()).toBe('x');
});
