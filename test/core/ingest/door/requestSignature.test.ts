import fc from 'fast-check';
import {
  authorizationOf,
  isSignedBy,
  parseAuthorization,
  type SignedRequest,
  skewOf,
  stringToSign,
} from '../../../../shared/core/ingest/door/requestSignature';

const key = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const keyId = '00000000-0000-0000-0000-000000000001.p1';
const request: SignedRequest = {
  workspaceId: 'default',
  date: '2026-01-31T08:00:00Z',
  contentEncoding: '',
  resourceId: '',
  body: Buffer.from('{"a":1}'),
};

test('what is signed is one line for each part', () => {
  expect(stringToSign(request).split('\n')).toEqual([
    'SKYWARDEN-HMAC-SHA256',
    'POST',
    '/api/v1/ingest/default',
    '2026-01-31T08:00:00Z',
    '',
    '',
    '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
  ]);
});

test('the known answer of the documentation, which openssl gives too', () => {
  expect(authorizationOf(keyId, key, request)).toBe(
    'SKYWARDEN-HMAC-SHA256 KeyId=00000000-0000-0000-0000-000000000001.p1, Signature=u8JphG46FaQd5C/uwBekJQaLhcdWQceKBdJmq+mEXTM=',
  );
});

test('a signature holds for its request and key, and for no other', () => {
  const { signature } = parseAuthorization(authorizationOf(keyId, key, request))!;
  expect(isSignedBy(key, request, signature)).toBe(true);
  expect(isSignedBy(Buffer.alloc(32), request, signature)).toBe(false);
  expect(isSignedBy(key, request, signature.subarray(1))).toBe(false);
  const changes: Partial<SignedRequest>[] = [
    { workspaceId: 'other' },
    { date: '2026-01-31T08:00:01Z' },
    { contentEncoding: 'gzip' },
    { resourceId: '/subscriptions/x' },
    { body: Buffer.from('{"a":2}') },
  ];
  for (const change of changes) expect(isSignedBy(key, { ...request, ...change }, signature)).toBe(false);
});

test('a header of another scheme or shape is none', () => {
  const good = authorizationOf(keyId, key, request);
  expect(parseAuthorization(good)?.keyId).toBe(keyId);
  const bad = [
    undefined,
    '',
    'Bearer abc',
    good.replace('KeyId=', 'Key='),
    `${good}=`,
    good.slice(0, -1),
    `${good}, x=1`,
  ];
  for (const header of bad) expect(parseAuthorization(header)).toBeUndefined();
});

test('the skew is that of a date in UTC; other forms have none', () => {
  const now = new Date('2026-01-31T08:00:00Z');
  expect(skewOf('2026-01-31T08:15:00.5Z', now)).toBe(900_500);
  expect(skewOf('2026-01-31T07:59:00Z', now)).toBe(-60_000);
  const bad = [
    '',
    '2026-01-31T08:00:00',
    '2026-01-31T08:00:00+01:00',
    'Sat, 31 Jan 2026 08:00:00 GMT',
    '2026-13-31T08:00:00Z',
  ];
  for (const date of bad) expect(skewOf(date, now)).toBeUndefined();
});

test('one changed bit anywhere in the body breaks the signature', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.nat(7), (body, place, bit) => {
      const { signature } = parseAuthorization(authorizationOf(keyId, key, { ...request, body }))!;
      const changed = Uint8Array.from(body);
      changed[place % body.length]! ^= 1 << bit;
      expect(isSignedBy(key, { ...request, body }, signature)).toBe(true);
      expect(isSignedBy(key, { ...request, body: changed }, signature)).toBe(false);
    }),
  );
});
