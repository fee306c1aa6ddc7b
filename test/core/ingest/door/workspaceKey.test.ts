import {
  keyIdOf,
  parseKeyId,
  parseWorkspaceKey,
  workspaceKeyText,
} from '../../../../shared/core/ingest/door/workspaceKey';

const name = { pair: '00000000-0000-4000-8000-000000000001', slot: 'secondary', version: 12 } as const;

test('a key id names pair, slot and version', () => {
  expect(keyIdOf(name)).toBe('00000000-0000-4000-8000-000000000001.s12');
  expect(parseKeyId(keyIdOf(name))).toEqual(name);
  for (const text of ['', `${name.pair}.x1`, `${name.pair}.p0`, `${name.pair}.p01`, `x${name.pair}.p1`])
    expect(parseKeyId(text)).toBeUndefined();
});

test('the text of a key is its id and 32 bytes', () => {
  const key = Buffer.alloc(32, 5);
  const text = workspaceKeyText(keyIdOf(name), key);
  expect(parseWorkspaceKey(` ${text}\n`)).toEqual({ keyId: keyIdOf(name), key });
  for (const bad of ['', 'x', text.slice(0, -4), `${text}:`, text.replace('.s', '-s')])
    expect(parseWorkspaceKey(bad)).toBeUndefined();
});
