import { createCharge, queryCharge, readCharge } from '../../../local/cosmos/charges';
import { containerDefinition } from '../../../local/cosmos/definition';
import { compileIndexing, countIndexedValues, indexOf } from '../../../local/cosmos/indexing';
import { hashed } from './cosmosUnderTest';

const policyOf = (indexingPolicy?: object) =>
  compileIndexing(
    containerDefinition.parse({ ...hashed('c', '/pk'), ...(indexingPolicy ? { indexingPolicy } : {}) }).indexingPolicy,
  );

// Measured by deepub/CosmosSQLCalipers (2020), one indexed value beside id and _ts.
test.each([
  [1, 7, 1],
  [5, 8, 1],
  [10, 10, 2],
  [50, 24, 5],
  [100, 49, 10],
  [200, 99, 20],
  [400, 186, 41],
])('%p KB cost about %p RU to create and %p RU to read', (kb, create, read) => {
  const within = (value: number, measured: number) => Math.abs(value - measured) <= Math.max(1, 0.2 * measured);
  expect(within(createCharge(kb * 1024, 3), create)).toBe(true);
  expect(within(readCharge(kb * 1024), read)).toBe(true);
});

test('a page of 20 KB with five indexed values costs 15.7 RU', () => {
  expect(createCharge(20 * 1024, 5 + 2)).toBeCloseTo(15.65, 1);
});

test('a query over one loaded document costs about 3 RU', () => {
  expect(queryCharge(readCharge(1024), 1)).toBeCloseTo(3);
});

test('the default policy indexes every leaf, each array element one, and id and _ts always', () => {
  expect(countIndexedValues(policyOf(), { id: '1', a: 1, list: [1, 2, { b: null }], none: {} })).toBe(2 + 4);
});

test('an exclusion with few inclusions counts those only, and names them', () => {
  const policy = policyOf({
    includedPaths: [{ path: '/pk/?' }, { path: '/hosts/[]/?' }, { path: '/user/*' }],
    excludedPaths: [{ path: '/*' }],
  });
  expect(
    countIndexedValues(policy, {
      id: '1',
      pk: 'w',
      body: 'x',
      hosts: ['a', 'b'],
      user: { name: 'n', deep: { er: 1 } },
    }),
  ).toBe(2 + 5);
  expect(indexOf(policy, ['body'])).toEqual({ indexed: false, explicit: false });
  expect(indexOf(policy, ['pk'])).toEqual({ indexed: true, explicit: true });
  expect(indexOf(policy, ['user', 'name'])).toEqual({ indexed: true, explicit: false });
  expect(indexOf(policy, ['_ts']).indexed).toBe(true);
});

test('the more exact path wins', () => {
  const policy = policyOf({
    includedPaths: [{ path: '/*' }, { path: '/a/b/?' }],
    excludedPaths: [{ path: '/a/*' }, { path: '/"x y"/?' }],
  });
  expect(indexOf(policy, ['a', 'c']).indexed).toBe(false);
  expect(indexOf(policy, ['a', 'b']).indexed).toBe(true);
  expect(indexOf(policy, ['x y']).indexed).toBe(false);
});

test('a document nested deeper than 128 levels is refused', () => {
  const nested = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as never;
  expect(() => countIndexedValues(policyOf(), { id: '1', nested })).toThrow(expect.objectContaining({ status: 400 }));
});
