import { bodyPosition, keptProperties, replayOfProperty } from '../../../shared/core/ingest/replayedProperties';

test('keeps plain properties', () => {
  const at = new Date();
  expect(keptProperties({ resourceId: '/x', n: 1, yes: true, at, none: null })).toEqual({
    resourceId: '/x',
    n: 1,
    yes: true,
  });
});

test.each([
  ['none', {}],
  ['too many', Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`p${at}`, at]))],
  ['too long', { p: 'x'.repeat(3000) }],
  ['too many bytes in few characters', { p: 'ä'.repeat(1600) }],
])('keeps nothing of %s', (_, properties) => {
  expect(keptProperties(properties)).toBeUndefined();
});

test('a replayed body has the position of its first sending', () => {
  expect(bodyPosition('3', 41, {})).toBe('3/41');
  expect(bodyPosition('3', 99, { [replayOfProperty]: '3/41/-1' })).toBe('3/41/-1');
});

test.each([[7], ['a b'], ['x'.repeat(100)], ['']])('a property %p of anybody else is no position', (value) => {
  expect(bodyPosition('3', 41, { [replayOfProperty]: value })).toBe('3/41');
});
