import './reflectMetadata';
import { createPrivateKey, randomBytes, randomUUID, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

export interface Certificates {
  /** PEM file of the authority: what NODE_EXTRA_CA_CERTS and REQUESTS_CA_BUNDLE take. */
  caPath: string;
  /** PEM of the server's private key and certificate. */
  key: string;
  cert: string;
}

const day = 24 * 3600 * 1000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const authorityDays = 3650;
/** Some clients refuse server certificates that are valid for longer. */
const serverDays = 397;
const renewBeforeDays = 30;

interface Pair {
  cert: string;
  key: string;
}

/**
 * The certificate of this machine's API for localhost, 127.0.0.1 and ::1, signed by an authority that is made at the first
 * start and kept in `folder`, keys readable by their owner only. Either is made anew 30 days before it expires.
 */
export async function ensureCertificates(folder: string, now = new Date()): Promise<Certificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const caPath = join(folder, 'ca.pem');
  const authority = (await readPair(folder, 'ca', now)) ?? (await writePair(folder, 'ca', await newAuthority(now)));
  const held = await readPair(folder, 'server', now);
  const issued = held && new X509Certificate(held.cert).verify(new X509Certificate(authority.cert).publicKey);
  const server = issued ? held : await writePair(folder, 'server', await newServer(authority, now));
  return { caPath, key: server.key, cert: server.cert };
}

async function newAuthority(now: Date): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Skywarden local authority ${randomUUID().slice(0, 8)}`,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + authorityDays * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

async function newServer(authority: Pair, now: Date): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issuer = new x509.X509Certificate(authority.cert);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=localhost',
    issuer: issuer.subject,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + serverDays * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await privateKeyOf(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

/** A positive number of 127 bits. */
function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

const privateKeyOf = (pem: string): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), algorithm, false, ['sign']);

/** A stored pair that is still good, or undefined. A crash between two writes leaves a key that does not fit: not good. */
async function readPair(folder: string, name: string, now: Date): Promise<Pair | undefined> {
  try {
    const [cert, key] = await Promise.all(
      [`${name}.pem`, `${name}.key`].map((file) => readFile(join(folder, file), 'utf8')),
    );
    const certificate = new X509Certificate(cert!);
    const left = Date.parse(certificate.validTo) - now.getTime();
    const good = left > renewBeforeDays * day && certificate.checkPrivateKey(createPrivateKey(key!));
    return good ? { cert: cert!, key: key! } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writePair(folder: string, name: string, pair: Pair): Promise<Pair> {
  await replace(join(folder, `${name}.key`), pair.key);
  await replace(join(folder, `${name}.pem`), pair.cert);
  return pair;
}

async function replace(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}.tmp`;
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, path);
}
