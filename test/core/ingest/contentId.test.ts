import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { canonical, contentId, ownId } from '../../../shared/core/ingest/contentId';
import type { Json } from '../../../shared/model/json';

it('is the same whatever the order of keys, at every level', () => {
  expect(contentId('s', { a: { x: 1, y: [1, 2] }, b: 2 })).toBe(contentId('s', { b: 2, a: { y: [1, 2], x: 1 } }));
});

it.each<[string, Json, Json]>([
  ['the order of a list', [1, 2], [2, 1]],
  ['the type of a value', { a: 1 }, { a: '1' }],
  ['a key that is there with null', { a: null }, {}],
  ['where text is cut', { a: 'b', c: 'd' }, { a: 'b,c:d' }],
])('differs by %s', (_, one, other) => {
  expect(contentId('s', one)).not.toBe(contentId('s', other));
});

it('differs by source and position', () => {
  const ids = [contentId('s', {}), contentId('t', {}), contentId('s', {}, '0/1/0'), contentId('s', {}, '0/1/1')];
  expect(new Set(ids).size).toBe(4);
});

it('keeps the parts of an own id apart', () => {
  expect(ownId('s', 'a', 'bc')).not.toBe(ownId('s', 'ab', 'c'));
});

it('is the source and 128 bits in hex', () => {
  expect(contentId('auditd', 'x')).toMatch(/^auditd-[0-9a-f]{32}$/);
});

it('is equal exactly for equal data', () => {
  const copy = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(canonical(copy(one))).toBe(canonical(copy(one)));
      expect(canonical(copy(one)) === canonical(copy(other))).toBe(isDeepStrictEqual(copy(one), copy(other)));
    }),
  );
});

it.each<[Json, Json]>([
  ['a', ['a']],
  [
    ['ab', 'c'],
    ['a', 'bc'],
  ],
  [{ a: 'b', c: 'd' }, { a: 'b"1:c' }],
  [['"1:a'], [['a']]],
  [1, '1'],
  [null, 'null'],
  [[], {}],
  [{ '1:a': 1 }, { a: { '1': 1 } }],
])('keeps %j and %j apart', (one, other) => {
  expect(canonical(one)).not.toBe(canonical(other));
});
