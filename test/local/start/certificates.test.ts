import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../../local/start/certificates';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'skywarden-tls-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const day = 24 * 3600 * 1000;

test.each(['localhost', '127.0.0.1'])('a client that trusts the authority reaches %s', async (host) => {
  const { caPath, key, cert } = await ensureCertificates(folder);
  const server = createServer({ key, cert }, (_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const status = await new Promise((resolve, reject) => {
    get({ host, port, ca: readFileSync(caPath), family: 4, agent: false }, (response) =>
      resolve(response.resume().statusCode),
    ).on('error', reject);
  });
  expect(status).toBe(200);
  await new Promise((resolve) => server.close(resolve));
});

test('the server is named for loopback in every form, and the authority may sign only certificates', async () => {
  const { caPath, cert } = await ensureCertificates(folder);
  const [authority, server] = [new X509Certificate(readFileSync(caPath)), new X509Certificate(cert)];
  for (const name of ['127.0.0.1', '::1']) expect(server.checkIP(name)).toBe(name);
  expect(server.checkHost('localhost')).toBe('localhost');
  expect([authority.ca, server.ca]).toEqual([true, false]);
  expect(server.checkIssued(authority)).toBe(true);
});

test('a second start uses what is there; keys are their owner’s', async () => {
  const first = await ensureCertificates(folder);
  expect(await ensureCertificates(folder)).toEqual(first);
  for (const name of ['ca.key', 'server.key']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
});

test('a server certificate that is about to expire is renewed under the same authority', async () => {
  const first = await ensureCertificates(folder);
  const authority = readFileSync(first.caPath, 'utf8');
  const later = await ensureCertificates(folder, new Date(Date.now() + 380 * day));
  expect(later.cert).not.toBe(first.cert);
  expect(readFileSync(first.caPath, 'utf8')).toBe(authority);
});

test('an authority that is about to expire is made anew, with what it signed', async () => {
  const first = await ensureCertificates(folder);
  const later = await ensureCertificates(folder, new Date(Date.now() + 3640 * day));
  const authority = new X509Certificate(readFileSync(later.caPath));
  expect(new X509Certificate(later.cert).checkIssued(authority)).toBe(true);
  expect(new X509Certificate(first.cert).verify(authority.publicKey)).toBe(false);
});
