import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenCommand } from '../../cli/commands/token';
import { developmentPrincipals } from '../../local/issuer/developmentPrincipals';
import { openIssuer } from '../../local/issuer/issuer';
import { Rejected } from '../../shared/model/rejected';

let data: string;
beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'skywarden-data-'))));
afterEach(() => rmSync(data, { recursive: true }));

async function claimsOf(...args: string[]): Promise<Record<string, unknown>> {
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  const issuer = await openIssuer(join(data, 'issuer'));
  const lines: string[] = [];
  await tokenCommand(['--data', data, ...args], (line) => lines.push(line));
  expect(lines).toHaveLength(1);
  return (await jwtVerify(lines[0]!, createLocalJWKSet(issuer.jwks))).payload;
}

test('a token speaks for the development Owner for an hour', async () => {
  const { oid, exp, iat, aud } = await claimsOf();
  expect({ oid, aud }).toEqual({ oid: developmentPrincipals.Owner, aud: 'https://management.azure.com/' });
  expect(Number(exp) - Number(iat)).toBe(3600);
});

test('role, principal and hours can be chosen; roles in any spelling', async () => {
  expect((await claimsOf('--role', 'security-reader'))['oid']).toBe(developmentPrincipals['Security Reader']);
  const oid = '00000000-0000-0000-0000-00000000beef';
  const claims = await claimsOf('--oid', oid, '--hours', '2.5');
  expect(claims['oid']).toBe(oid);
  expect(Number(claims['exp']) - Number(claims['iat'])).toBe(9000);
});

test.each([['--role', 'King'], ['--hours', '0'], ['--hours', 'x'], ['--oid', 'me'], ['--unknown']])(
  '%s %s is refused with the usage',
  async (...args) => {
    await openIssuer(join(data, 'issuer'));
    await expect(tokenCommand(['--data', data, ...args.filter(Boolean)])).rejects.toThrow(/skywarden token/);
  },
);

test('a folder without an issuer is named', async () => {
  await expect(tokenCommand(['--data', data])).rejects.toThrow(Rejected);
  await expect(tokenCommand(['--data', data])).rejects.toThrow(data);
});
