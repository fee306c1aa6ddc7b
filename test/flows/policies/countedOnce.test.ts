import { countedOnce } from '../../../shared/flows/policies/countedOnce';
import { memoryPolicies } from '../../doubles/memory/policies';

test('asks the store once for each scope and kind, and counts on from there', async () => {
  const asked: string[] = [];
  const store = countedOnce({
    ...memoryPolicies().store,
    count: async ({ scope, kind }) => {
      asked.push(`${scope} ${kind}`);
      return 7;
    },
  });
  const definitions = { scope: '/', kind: 'policyDefinition' } as const;
  const counts = [await store.count(definitions), await store.count(definitions), await store.count(definitions)];
  counts.push(await store.count({ scope: '/', kind: 'policyAssignment' }));
  expect(counts).toEqual([7, 8, 9, 7]);
  expect(asked).toEqual(['/ policyDefinition', '/ policyAssignment']);
});

test('a store that cannot count is told to whoever asked, and to nobody else', async () => {
  const unheard: unknown[] = [];
  const listener = (reason: unknown) => void unheard.push(reason);
  process.on('unhandledRejection', listener);
  const store = countedOnce({ ...memoryPolicies().store, count: async () => Promise.reject(new Error('busy')) });
  await expect(store.count({ scope: '/', kind: 'policyDefinition' })).rejects.toThrow('busy');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listener);
  expect(unheard).toEqual([]);
});
