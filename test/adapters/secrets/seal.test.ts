import fc from 'fast-check';
import { open, seal } from '../../../shared/adapters/secrets/seal';

const key = { id: 'k1', key: Buffer.alloc(32, 1) };
const notOpened = /unable to authenticate|authentication tag|SECRETS_KEY/;
const other = { id: 'k2', key: Buffer.alloc(32, 2) };

test('what is sealed is opened again, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (value, name) => {
      expect(open([key], name, seal(key, name, value))).toBe(value);
    }),
  );
});

test('the envelope names its key and shows nothing of the value', () => {
  const envelope = seal(key, 'name', 'SharedAccessKey=abc');
  expect(envelope).toMatch(/^v1\.k1\./);
  expect(envelope).not.toContain('abc');
  expect(Buffer.from(envelope.split('.')[4]!, 'base64url').toString('latin1')).not.toContain('abc');
});

test('the same value is sealed differently each time', () => {
  expect(seal(key, 'name', 'value')).not.toBe(seal(key, 'name', 'value'));
});

test('any key of the ring opens what it sealed', () => {
  expect(open([other, key], 'name', seal(key, 'name', 'value'))).toBe('value');
});

test('without its key it stays closed, and the error shows no value', () => {
  expect(() => open([other], 'name', seal(key, 'name', 'value'))).toThrow(/name/);
  expect(() => open([{ ...other, id: 'k1' }], 'name', seal(key, 'name', 'value'))).toThrow(notOpened);
});

test('it opens under its own name only', () => {
  expect(() => open([key], 'another', seal(key, 'name', 'value'))).toThrow(notOpened);
});

test('a change of any character is noticed', () => {
  const envelope = seal(key, 'name', 'a value that is long enough');
  const [version, id, iv, tag, sealed] = envelope.split('.') as [string, string, string, string, string];
  const flip = (part: string) => {
    const bytes = Buffer.from(part, 'base64url');
    bytes[0]! ^= 1;
    return bytes.toString('base64url');
  };
  const changed = [
    [version, id, flip(iv), tag, sealed],
    [version, id, iv, flip(tag), sealed],
    [version, id, iv, tag, flip(sealed)],
    [version, id, iv, tag, ''],
    [version, id, iv, tag],
    [version, id, iv, Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url'), sealed],
    ['v2', id, iv, tag, sealed],
  ];
  for (const parts of changed) expect(() => open([key], 'name', parts.join('.'))).toThrow(notOpened);
  expect(() => open([key], 'name', '')).toThrow(notOpened);
});
