import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAudience, openIssuer } from '../../local/issuer/issuer';
import { createAuthenticate } from '../../shared/http/authentication';
import { HttpError } from '../../shared/http/httpError';

const folders: string[] = [];
const newIssuer = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-issuer-'));
  folders.push(folder);
  return openIssuer(folder);
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const oid = randomUUID();
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const later = (seconds: number) => new Date(Date.now() + seconds * 1000);

async function trusted() {
  const issuer = await newIssuer();
  const authenticate = createAuthenticate({ issuers: [issuer.issuer], audiences: [localAudience], jwks: issuer.jwks });
  return { issuer, authenticate };
}

async function refusal(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof HttpError) return error;
  throw new Error(`expected an HttpError, got ${String(error)}`);
}

test('a token of the trusted issuer names the principal and its groups', async () => {
  const { issuer, authenticate } = await trusted();
  const token = await issuer.issueToken({ oid: oid.toUpperCase(), groups: ['AAAA'] });
  expect(await authenticate(bearer(token), new Date())).toEqual({ oid, groups: ['aaaa'] });
});

test('a request without a token is told where to get one', async () => {
  const { issuer, authenticate } = await trusted();
  const error = await refusal(authenticate({}, new Date()));
  expect(error).toMatchObject({ status: 401, code: 'AuthenticationFailed' });
  expect(error.headers['www-authenticate']).toContain(`authorization_uri="${issuer.issuer}"`);
});

test('a token is good for a minute after it expired, and not longer', async () => {
  const { issuer, authenticate } = await trusted();
  const token = await issuer.issueToken({ oid, expiresIn: 100 });
  await expect(authenticate(bearer(token), later(130))).resolves.toMatchObject({ oid });
  expect(await refusal(authenticate(bearer(token), later(170)))).toMatchObject({
    status: 401,
    code: 'ExpiredAuthenticationToken',
  });
});

describe('a token is refused', () => {
  const tampered = (token: string): string => {
    const [header, , signature] = token.split('.');
    const claims = { iss: 'https://localhost/local/issuer', aud: localAudience, oid, exp: 4102444800 };
    return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
  };
  const unsigned = (token: string): string =>
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;

  test.each([
    ['when another key signed it', async () => (await newIssuer()).issueToken({ oid })],
    ['when its claims were changed', async (own: Own) => tampered(await own.issueToken({ oid }))],
    ['when it is not signed', async (own: Own) => unsigned(await own.issueToken({ oid }))],
    ['when it is for another audience', (own: Own) => own.issueToken({ oid, audience: 'https://other.example.com/' })],
    ['when it names nobody', (own: Own) => own.issueToken({ oid: '' })],
    ['when it is no token', async () => 'abc'],
    ['when it is longer than any token', async () => 'a'.repeat(20_000)],
  ])('%s', async (_, make) => {
    const { issuer, authenticate } = await trusted();
    expect(await refusal(authenticate(bearer(await make(issuer)), new Date()))).toMatchObject({
      status: 401,
      code: 'InvalidAuthenticationToken',
    });
  });

  test('when another issuer made it, even with the same key', async () => {
    const { issuer, authenticate } = await trusted();
    const other = await openIssuer(folders.at(-1)!, 'https://other.example.com/');
    expect(other.jwks).toEqual(issuer.jwks);
    const error = await refusal(authenticate(bearer(await other.issueToken({ oid })), new Date()));
    expect(error).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' });
  });

  test('when it is shared-key signed with the public key as the secret', async () => {
    const { SignJWT } = await import('jose');
    const { issuer, authenticate } = await trusted();
    const secret = Buffer.from(JSON.stringify(issuer.jwks.keys[0]));
    const token = await new SignJWT({ oid })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer.issuer)
      .setAudience(localAudience)
      .setExpirationTime('1h')
      .sign(secret);
    expect(await refusal(authenticate(bearer(token), new Date()))).toMatchObject({ status: 401 });
  });
});

type Own = Awaited<ReturnType<typeof newIssuer>>;

describe('keys at a URL', () => {
  async function served(status: number, body: unknown) {
    const server = createServer((_, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { jwks: `http://127.0.0.1:${port}/jwks.json`, close: () => new Promise((resolve) => server.close(resolve)) };
  }

  test('are fetched and trusted', async () => {
    const issuer = await newIssuer();
    const { jwks, close } = await served(200, issuer.jwks);
    const authenticate = createAuthenticate({ issuers: [issuer.issuer], audiences: [localAudience], jwks });
    await expect(authenticate(bearer(await issuer.issueToken({ oid })), new Date())).resolves.toMatchObject({ oid });
    await close();
  });

  test('that cannot be fetched are the fault of the service, not of the token', async () => {
    const issuer = await newIssuer();
    const { jwks, close } = await served(500, {});
    const authenticate = createAuthenticate({ issuers: [issuer.issuer], audiences: [localAudience], jwks });
    const error = await refusal(authenticate(bearer(await issuer.issueToken({ oid })), new Date()));
    expect(error).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    await close();
  });
});
