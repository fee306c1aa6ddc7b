import fc from 'fast-check';
import { patchDocument } from '../../../local/cosmos/patch';
import { CosmosFault } from '../../../local/cosmos/fault';
import type { Json } from '../../../shared/model/json';
import { cosmosUnderTest, hashed, type CosmosUnderTest } from './cosmosUnderTest';

const document = () => ({ id: '1', pk: 'w', n: 4, list: [1, 2], nested: { 'a/b': 1 } });

test.each<[string, Json, object]>([
  ['add sets a new property', [{ op: 'add', path: '/x', value: 1 }], { x: 1 }],
  ['add inserts into an array', [{ op: 'add', path: '/list/0', value: 0 }], { list: [0, 1, 2] }],
  ['add appends with -', [{ op: 'add', path: '/list/-', value: 3 }], { list: [1, 2, 3] }],
  ['set replaces an array element', [{ op: 'set', path: '/list/0', value: 9 }], { list: [9, 2] }],
  ['replace needs the path and sets it', [{ op: 'replace', path: '/n', value: 'x' }], { n: 'x' }],
  ['remove takes an element out', [{ op: 'remove', path: '/list/0' }], { list: [2] }],
  ['incr adds', [{ op: 'incr', path: '/n', value: -1.5 }], { n: 2.5 }],
  ['incr starts a missing number', [{ op: 'incr', path: '/m', value: 2 }], { m: 2 }],
  ['move takes and sets', [{ op: 'move', from: '/list/0', path: '/first' }], { list: [2], first: 1 }],
  ['~1 stands for a slash', [{ op: 'set', path: '/nested/a~1b', value: 2 }], { nested: { 'a/b': 2 } }],
])('%s', (_name, patch, expected) => {
  expect(patchDocument(document(), patch)).toMatchObject(expected);
});

test.each<[string, Json]>([
  ['replace of a missing path', [{ op: 'replace', path: '/x', value: 1 }]],
  ['remove of a missing path', [{ op: 'remove', path: '/x' }]],
  ['a missing parent', [{ op: 'add', path: '/x/y', value: 1 }]],
  ['incr of a text', { operations: [{ op: 'incr', path: '/pk', value: 1 }] }],
  ['an index out of range', [{ op: 'add', path: '/list/7', value: 1 }]],
  ['a system property', [{ op: 'set', path: '/_ts', value: 1 }]],
  ['the id', [{ op: 'set', path: '/id', value: '2' }]],
  ['an unknown operation', [{ op: 'test', path: '/n', value: 4 }]],
  ['eleven operations', Array.from({ length: 11 }, () => ({ op: 'incr', path: '/n', value: 1 }))],
])('%s is refused with 400', (_name, patch) => {
  expect(() => patchDocument(document(), patch)).toThrow(expect.objectContaining({ status: 400 }));
});

test('a property named __proto__ is data', () => {
  const patched = patchDocument(document(), [{ op: 'set', path: '/__proto__', value: { polluted: true } }]);
  expect(Object.keys(patched)).toContain('__proto__');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('any path either applies or is refused with 400', () => {
  const path = fc
    .array(fc.oneof(fc.constantFrom('list', 'nested', 'n', '-', '0', '__proto__'), fc.string()))
    .map((parts) => `/${parts.join('/')}`);
  fc.assert(
    fc.property(path, fc.constantFrom('add', 'set', 'replace', 'remove'), fc.jsonValue(), (at, op, value) => {
      const attempt = () => patchDocument(document(), [{ op, path: at, value: value as Json }]);
      let fault: unknown;
      try {
        attempt();
      } catch (error) {
        fault = error;
      }
      expect(fault === undefined || fault instanceof CosmosFault).toBe(true);
    }),
  );
});

describe('over the SDK', () => {
  let cosmos: CosmosUnderTest;
  beforeAll(async () => {
    cosmos = await cosmosUnderTest([hashed('pages', '/pk')]);
  });
  afterAll(() => cosmos.stop());

  test('a condition that does not hold answers 412 and changes nothing', async () => {
    const pages = cosmos.container('pages');
    await pages.items.create({ id: 'p', pk: 'w', n: 4 });
    const patch = {
      condition: 'from c where c.n < @n'.replace('@n', '5'),
      operations: [{ op: 'incr' as const, path: '/n', value: 1 }],
    };
    expect((await pages.item('p', 'w').patch(patch)).resource).toMatchObject({ n: 5 });
    await expect(pages.item('p', 'w').patch(patch)).rejects.toMatchObject({ code: 412 });
    expect((await pages.item('p', 'w').read()).resource).toMatchObject({ n: 5 });
  });

  test('concurrent increments are all counted', async () => {
    const pages = cosmos.container('pages');
    await pages.items.create({ id: 'count', pk: 'w', n: 0 });
    const increments = Array.from({ length: 30 }, () =>
      pages.item('count', 'w').patch([{ op: 'incr', path: '/n', value: 1 }]),
    );
    await Promise.all(increments);
    expect((await pages.item('count', 'w').read()).resource).toMatchObject({ n: 30 });
  });

  test('a patch must not move the item to another partition', async () => {
    const pages = cosmos.container('pages');
    await pages.items.create({ id: 'stay', pk: 'w' });
    await expect(pages.item('stay', 'w').patch([{ op: 'set', path: '/pk', value: 'v' }])).rejects.toMatchObject({
      code: 400,
    });
  });
});
