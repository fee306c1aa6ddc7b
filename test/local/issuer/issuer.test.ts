import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIssuer } from '../../../local/issuer/issuer';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'skywarden-issuer-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder has one key, also when two programs open it at once, and keeps it', async () => {
  const [a, b] = await Promise.all([openIssuer(folder), openIssuer(folder)]);
  expect(b.jwks).toEqual(a.jwks);
  expect((await openIssuer(folder)).jwks).toEqual(a.jwks);
});

test('the key set holds no private part, and the key file is its owner’s', async () => {
  const { jwks } = await openIssuer(folder);
  expect(jwks.keys).toHaveLength(1);
  expect(jwks.keys[0]).not.toHaveProperty('d');
  expect(statSync(join(folder, 'key.json')).mode & 0o077).toBe(0);
});

test('the name of the issuer is that of the last start', async () => {
  await openIssuer(folder, 'http://127.0.0.1:7080/');
  expect((await openIssuer(folder)).issuer).toBe('http://127.0.0.1:7080/');
});
