import { guardedFeeds } from '../../../shared/adapters/network/guardedFeeds';
import { type FeedServer, startFeedServer } from '../../doubles/taxii/feedServer';

let server: FeedServer;
let other: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
  other = await startFeedServer({ folder: server.folder });
});
afterAll(() => Promise.all([server.close(), other.close()]));
beforeEach(() => {
  server.files.clear();
  for (const one of [server, other]) Object.assign(one, { faults: [], requests: [] });
});

const kilo = 1024;
const network = () => guardedFeeds(['localhost'], { ca: server.ca, timeoutMs: 2_000 });
const rejected = (code: string) => expect.objectContaining({ name: 'Rejected', code }) as Error;

test('answers status, headers and body', async () => {
  server.files.set('/a', 'ä');
  const answer = await network().get(`${server.url}/a`, { 'x-a': 'b' }, kilo);
  expect(answer).toMatchObject({ status: 200, headers: { etag: expect.stringMatching(/^"/) } });
  expect(answer.body.toString()).toBe('ä');
  expect(server.requests[0]!.headers).toMatchObject({ 'x-a': 'b', 'accept-encoding': 'identity' });
});

test('tells how long to wait', async () => {
  server.faults.push({ status: 429, headers: { 'retry-after': '7' } });
  expect(await network().get(server.url, {}, kilo)).toMatchObject({ status: 429, retryAfterSeconds: 7 });
});

test('an answer that is too large is refused', async () => {
  server.files.set('/a', 'x'.repeat(2 * kilo));
  await expect(network().get(`${server.url}/a`, {}, kilo)).rejects.toEqual(rejected('FeedTooLarge'));
});

test('a redirect is followed on the same server with everything, and to another without what says who asks', async () => {
  other.files.set('/b', 'there');
  server.faults.push(
    { status: 302, headers: { location: '/again' } },
    { status: 307, headers: { location: `${other.url}/b` } },
  );
  const headers = { authorization: 'Bearer x', 'auth-key': 'y', accept: 'text/plain' };
  expect((await network().get(server.url, headers, kilo)).body.toString()).toBe('there');
  expect(server.requests[1]!.headers).toMatchObject(headers);
  expect(other.requests[0]!.headers).toMatchObject({ accept: 'text/plain' });
  expect(other.requests[0]!.headers).not.toHaveProperty('authorization');
  expect(other.requests[0]!.headers).not.toHaveProperty('auth-key');
});

test.each([
  ['to a private address', 'https://10.0.0.4/', 'PrivateTarget'],
  ['to the metadata service', 'https://169.254.169.254/', 'PrivateTarget'],
  ['from https to http', 'http://localhost/', 'RedirectRefused'],
  ['to a file', 'file:///etc/passwd', 'UnsupportedScheme'],
])('a redirect %s is refused', async (_name, location, code) => {
  server.faults.push({ status: 302, headers: { location } });
  await expect(network().get(server.url, {}, kilo)).rejects.toEqual(rejected(code));
});

test('a circle of redirects ends', async () => {
  server.faults.push(...Array.from({ length: 9 }, () => ({ status: 302, headers: { location: '/x' } })));
  await expect(network().get(server.url, {}, kilo)).rejects.toEqual(rejected('RedirectRefused'));
});

test('a name that leads to a private address is refused before anything is sent', async () => {
  const guarded = guardedFeeds([], { resolve: async () => ['10.0.0.4'] });
  await expect(guarded.get('https://feeds.example.com/', {}, kilo)).rejects.toEqual(rejected('PrivateTarget'));
});

test('a certificate that nobody vouches for is refused', async () => {
  await expect(guardedFeeds(['localhost']).get(server.url, {}, kilo)).rejects.toThrow(/certificate/);
});
