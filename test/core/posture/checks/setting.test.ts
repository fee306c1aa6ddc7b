import fc from 'fast-check';
import {
  flagAt,
  judgeFlag,
  judgePublicNetworkAccess,
  judgeWord,
  listAt,
  record,
  valueAt,
  wordAt,
} from '../../../../shared/core/posture/checks/setting';

const fault = { cause: 'Wrong', description: 'It is wrong.' };

test('a value is found at the end of its path, and never through a prototype', () => {
  expect(valueAt({ a: { b: 1 } }, 'a.b')).toBe(1);
  expect(valueAt({ a: null }, 'a.b')).toBeUndefined();
  expect(valueAt({ a: 'text' }, 'a.length')).toBeUndefined();
  expect(valueAt({}, 'constructor.name')).toBeUndefined();
  expect(valueAt(undefined, 'a')).toBeUndefined();
});

test('words come in lower case, and only what is a text, a boolean or a list is one', () => {
  expect(wordAt({ a: 'Enabled' }, 'a')).toBe('enabled');
  expect([wordAt({ a: 1 }, 'a'), flagAt({ a: 'true' }, 'a'), listAt({ a: {} }, 'a')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect([record([]), record(null), record({ a: 1 })]).toEqual([undefined, undefined, { a: 1 }]);
});

test('a flag is right, wrong or not known', () => {
  expect(judgeFlag({ on: true }, 'on', true, fault).code).toBe('Healthy');
  expect(judgeFlag({ on: true }, 'on', false, fault)).toEqual({ code: 'Unhealthy', ...fault });
  expect(judgeFlag({ on: 'true' }, 'on', true, fault)).toMatchObject({ code: 'Unknown', cause: 'PropertyMissing' });
});

test('a word that is neither right nor wrong is not known', () => {
  const words = { right: ['deny'], wrong: ['allow'] };
  expect(judgeWord({ a: 'Deny' }, 'a', words, fault).code).toBe('Healthy');
  expect(judgeWord({ a: 'ALLOW' }, 'a', words, fault).code).toBe('Unhealthy');
  expect(judgeWord({ a: 'ask' }, 'a', words, fault)).toMatchObject({ code: 'Unknown', cause: 'PropertyUnreadable' });
  expect(judgeWord({}, 'a', words, fault)).toMatchObject({ code: 'Unknown', cause: 'PropertyMissing' });
});

test('public network access is healthy only where it says Disabled', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { code } = judgePublicNetworkAccess({ publicNetworkAccess: value });
      expect(code === 'Healthy').toBe(typeof value === 'string' && value.toLowerCase() === 'disabled');
    }),
  );
  expect(judgePublicNetworkAccess({ publicNetworkAccess: 'Disabled' }).code).toBe('Healthy');
  expect(judgePublicNetworkAccess({ publicNetworkAccess: 'Enabled' }).code).toBe('Unhealthy');
});
