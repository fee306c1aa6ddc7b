import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { post } from '../../../agent/door/post';
import { proxyFor } from '../../../agent/door/proxyFor';
import { type ConnectProxy, openConnectProxy } from './connectProxy';

const servers: Server[] = [];
const listen = async (server: Server): Promise<URL> => {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path`);
};
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

const target = () =>
  listen(
    createServer((request, response) => {
      request.on('data', (chunk: Buffer) => response.write(chunk)).on('end', () => response.end('!'));
    }),
  );

const proxies: ConnectProxy[] = [];
async function openProxy(status?: number): Promise<ConnectProxy> {
  const proxy = await openConnectProxy(status);
  proxies.push(proxy);
  return proxy;
}

const call = { headers: { 'content-type': 'text/plain' }, body: Buffer.from('hello') };

test('an answer is its status and its text', async () => {
  expect(await post({ ...call, url: await target() })).toMatchObject({ status: 200, text: 'hello!' });
});

test('through a proxy the same, with the credential of its address', async () => {
  const { url: proxy, asked } = await openProxy();
  const url = await target();
  proxy.username = 'ann';
  proxy.password = 'p%40ss';
  expect(await post({ ...call, url, proxy })).toMatchObject({ status: 200, text: 'hello!' });
  expect(asked).toEqual([{ path: url.host, credential: `Basic ${Buffer.from('ann:p@ss').toString('base64')}` }]);
});

test('a proxy that refuses is named, without its password', async () => {
  const { url: proxy } = await openProxy(407);
  proxy.username = 'ann';
  proxy.password = 'secret';
  await expect(post({ ...call, url: await target(), proxy })).rejects.toThrow(/^(?!.*secret).*answered 407/);
});

test('a receiver that never answers is given up', async () => {
  const url = await listen(createServer(() => undefined));
  await expect(post({ ...call, url, timeout: 50 })).rejects.toThrow('does not answer');
});

test.each([
  ['https://sky.example.com/', 'http://192.0.2.1:3128', '', 'http://192.0.2.1:3128/'],
  ['https://sky.example.com/', '192.0.2.1:3128', 'other.example.org', 'http://192.0.2.1:3128/'],
  ['https://sky.example.com/', 'http://192.0.2.1:3128', 'localhost, .example.com', undefined],
  ['https://sky.example.com/', 'http://192.0.2.1:3128', '*', undefined],
  ['https://skyexample.com/', 'http://192.0.2.1:3128', 'example.com', 'http://192.0.2.1:3128/'],
  ['http://127.0.0.1:7071/', 'http://192.0.2.1:3128', '', undefined],
  ['https://sky.example.com/', undefined, '', undefined],
])('to %s with the proxy %s and NO_PROXY "%s" goes by %s', (url, proxy, noProxy, expected) => {
  expect(proxyFor(new URL(url), { proxy, noProxy })?.href).toBe(expected);
});
