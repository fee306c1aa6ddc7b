import { readOnboardingToken, signOnboardingToken } from '../../../../shared/core/ingest/door/onboardingToken';

const key = Buffer.alloc(32, 3);
const token = { id: 'one', workspaceId: 'default', expires: 2_000_000_000 };
const text = signOnboardingToken(key, token);
const before = new Date(1_999_999_999_000);

test('a token says what was signed until it expires', () => {
  expect(readOnboardingToken(key, text, before)).toEqual(token);
  expect(readOnboardingToken(key, text, new Date(2_000_000_000_000))).toBeUndefined();
});

test('a changed token, or one of another key, is none', () => {
  const other = signOnboardingToken(key, { ...token, workspaceId: 'other' });
  const mixed = `${other.split('.')[0]}.${text.split('.')[1]}`;
  for (const bad of ['', '.', text.slice(1), text.slice(0, -1), `${text}.x`, mixed, 'x'.repeat(2000)])
    expect(readOnboardingToken(key, bad, before)).toBeUndefined();
  expect(readOnboardingToken(Buffer.alloc(32, 4), text, before)).toBeUndefined();
});
