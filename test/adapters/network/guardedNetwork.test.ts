import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../../local/start/certificates';
import { guardedNetwork } from '../../../shared/adapters/network/guardedNetwork';

const servers: Server[] = [];
const requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
beforeEach(() => void (requests.length = 0));
afterAll(() => servers.forEach((server) => server.close()));

async function listen(server: Server): Promise<number> {
  servers.push(server.unref());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const answering = (answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<number> =>
  listen(
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        requests.push({ method: request.method!, url: request.url!, headers: request.headers, body });
        answer(response, request);
      });
    }),
  );
const ok = () => answering((response) => response.writeHead(202).end());
const resolving =
  (...addresses: string[]) =>
  async () =>
    addresses;
const local = ['127.0.0.0/8'];
const privateTarget = expect.objectContaining({ name: 'Rejected', code: 'PrivateTarget' }) as Error;

test('posts the body with its headers and answers the status', async () => {
  const port = await ok();
  const answer = await guardedNetwork(local).post(`http://127.0.0.1:${port}/hook?sig=1`, { 'x-a': 'b' }, '{"ä":1}');
  expect(answer).toEqual({ status: 202 });
  expect(requests).toMatchObject([{ method: 'POST', url: '/hook?sig=1', headers: { 'x-a': 'b' }, body: '{"ä":1}' }]);
});

test.each([
  'http://127.0.0.1',
  'http://[::1]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:7f00:1]',
  'http://2130706433',
  'http://0x7f.1',
  'http://0177.0.0.1',
  'http://127.1',
  'http://169.254.169.254',
  'http://[::ffff:169.254.169.254]',
  'http://168.63.129.16',
  'http://10.0.0.1',
  'http://0.0.0.0',
  'http://[fd00::1]',
])('%s is refused before a connection is made', async (base) => {
  const port = await ok();
  await expect(guardedNetwork([]).post(`${base}:${port}/metadata`, {}, '{}')).rejects.toEqual(privateTarget);
  expect(requests).toEqual([]);
});

test('a name that resolves to a private address is refused, also when it has public ones', async () => {
  const port = await ok();
  for (const addresses of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254']]) {
    const network = guardedNetwork([], resolving(...addresses));
    await expect(network.post(`http://rebind.example.com:${port}/`, {}, '{}')).rejects.toEqual(privateTarget);
    await expect(network.checkHost('rebind.example.com')).rejects.toEqual(privateTarget);
  }
  expect(requests).toEqual([]);
});

test('the connection goes to the address that was checked, not to what the name says later', async () => {
  const port = await ok();
  let asked = 0;
  const network = guardedNetwork(local, async () => [asked++ === 0 ? '127.0.0.1' : '169.254.169.254']);
  expect(await network.post(`http://target.example.com:${port}/`, {}, '{}')).toEqual({ status: 202 });
  expect(asked).toBe(1);
});

test('localhost is private', async () => {
  await expect(guardedNetwork([]).checkHost('localhost')).rejects.toEqual(privateTarget);
  await expect(guardedNetwork(['localhost']).checkHost('LOCALHOST')).resolves.toBeUndefined();
});

test('a redirect is an answer, and is not followed', async () => {
  const secret = await ok();
  const port = await answering((response) =>
    response.writeHead(307, { location: `http://127.0.0.1:${secret}/` }).end(),
  );
  expect(await guardedNetwork(local).post(`http://127.0.0.1:${port}/`, {}, '{}')).toEqual({ status: 307 });
  expect(requests).toHaveLength(1);
});

test.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/', 'data:text/plain,x'])(
  '%s is refused',
  async (url) => {
    await expect(guardedNetwork(local).post(url, {}, '{}')).rejects.toMatchObject({ code: 'UnsupportedScheme' });
  },
);

test.each<[string, string, number | undefined]>([
  ['seconds', '17', 17],
  ['nothing to wait', '0', 0],
  ['a date that has passed', 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ['words', 'soon', undefined],
  ['a negative number', '-5', undefined],
])('Retry-After in %s', async (_, header, expected) => {
  const port = await answering((response) => response.writeHead(429, { 'retry-after': header }).end());
  const answer = await guardedNetwork(local).post(`http://127.0.0.1:${port}/`, {}, '{}');
  expect(answer).toEqual({ status: 429, ...(expected !== undefined && { retryAfterSeconds: expected }) });
});

test('Retry-After as a date is the time until then', async () => {
  const date = new Date(Date.now() + 100_000).toUTCString();
  const port = await answering((response) => response.writeHead(503, { 'retry-after': date }).end());
  const { retryAfterSeconds } = await guardedNetwork(local).post(`http://127.0.0.1:${port}/`, {}, '{}');
  expect(retryAfterSeconds).toBeGreaterThan(90);
  expect(retryAfterSeconds).toBeLessThanOrEqual(100);
});

test('an answer without end is cut, its status counts', async () => {
  const port = await answering((response) => {
    response.writeHead(200);
    const pour = setInterval(() => response.write(Buffer.alloc(50_000)), 1);
    response.on('close', () => clearInterval(pour));
  });
  expect(await guardedNetwork(local).post(`http://127.0.0.1:${port}/`, {}, '{}')).toEqual({ status: 200 });
});

test('an answer that comes drop by drop is given up at the deadline', async () => {
  const port = await answering((response) => {
    const drip = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(drip));
    response.flushHeaders();
  });
  const silent = await answering(() => undefined);
  const network = guardedNetwork(local, undefined, 300);
  expect(await network.post(`http://127.0.0.1:${port}/`, {}, '{}')).toEqual({ status: 200 });
  await expect(network.post(`http://127.0.0.1:${silent}/`, {}, '{}')).rejects.toThrow('No answer within 0.3 s');
});

test('nobody there is an Error, which is tried again', async () => {
  const port = await ok();
  await new Promise((done) => servers.at(-1)!.close(done));
  const failure = guardedNetwork(local).post(`http://127.0.0.1:${port}/?sig=secret`, {}, '{}');
  await expect(failure).rejects.toThrow('ECONNREFUSED');
  await expect(failure).rejects.not.toThrow('secret');
});

test('a certificate that nobody vouches for is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'network-'));
  const { key, cert } = await ensureCertificates(folder);
  const port = await listen(createTlsServer({ key, cert }, (_, response) => response.end()));
  await expect(guardedNetwork(local).post(`https://127.0.0.1:${port}/`, {}, '{}')).rejects.toThrow(/certificate/);
  rmSync(folder, { recursive: true });
});
