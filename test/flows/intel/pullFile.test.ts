import { type FeedServer, startFeedServer } from '../../doubles/taxii/feedServer';
import { feedWorld } from './feedWorld';

let server: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());

const pieces = (world: Awaited<ReturnType<typeof feedWorld>>) => world.memory.work.map(({ message }) => message.kind);

test('a list replaces what it held before, and is asked for only when it changed', async () => {
  server.files.set('/list.txt', '203.0.113.1\t3\n203.0.113.2\nnonsense here\n');
  const world = await feedWorld(server);
  expect(await world.pull()).toEqual({ outcome: 'pulled' });
  expect(await world.values()).toEqual(['203.0.113.1', '203.0.113.2']);
  expect((await world.state()).progress.rejected).toEqual({
    count: 1,
    examples: [{ line: 3, reason: '"nonsense" is no domain' }],
  });
  expect(pieces(world)).toEqual(['compileIntel']);

  world.pass(60);
  await world.pull();
  expect(server.requests[1]!.headers['if-none-match']).toMatch(/^"/);
  expect(pieces(world)).toEqual(['compileIntel']);
  expect((await world.state()).progress.confirmedAt).toBe('2026-11-21T13:00:00.000Z');

  server.files.set('/list.txt', '203.0.113.2\n203.0.113.3\n');
  await world.pull();
  expect(await world.values()).toEqual(['203.0.113.2', '203.0.113.3']);
  expect([...world.memory.intel.keys()]).toHaveLength(2);
});

test('the same file without an ETag is not stored again', async () => {
  const world = await feedWorld(server);
  for (let round = 0; round < 2; round += 1) {
    server.faults.push({ status: 200, body: '203.0.113.1\n' });
    await world.pull();
  }
  expect(pieces(world)).toEqual(['compileIntel']);
});

test.each([
  ['a page of a web site', { status: 200, body: '<html>\n<body>Sign in\n' }, 'NothingReadable'],
  ['nothing at the address', { status: 404 }, 'Feed404'],
  ['an error of the server', { status: 500 }, 'Error'],
  [
    'a redirect into the private network',
    { status: 302, headers: { location: 'https://169.254.169.254/' } },
    'PrivateTarget',
  ],
])('%s is told, and what was there stays', async (_name, fault, code) => {
  server.files.set('/list.txt', '203.0.113.1\n');
  const world = await feedWorld(server);
  await world.pull();
  server.faults.push(fault);
  expect(await world.pull()).toEqual({ outcome: 'failed', code });
  expect((await world.state()).error).toMatchObject({ code });
  expect(await world.values()).toEqual(['203.0.113.1']);
});

test('a busy server that does not say for how long is left alone for two minutes', async () => {
  const world = await feedWorld(server);
  server.faults.push({ status: 503 });
  expect(await world.pull()).toEqual({ outcome: 'throttled', retryAfterSeconds: 120 });
});

test('credentials are sent as the feed says, and never told', async () => {
  server.files.set('/list.txt', '203.0.113.1\n');
  const world = await feedWorld(server);
  await world.memory.ports.secrets.seal('s', 'a-secret');
  await world.save({ auth: { type: 'header', header: 'Auth-Key', secretId: 's' } });
  await world.pull();
  await world.save({ auth: { type: 'basic', username: 'ann', secretId: 's' } });
  await world.pull();
  await world.save({ auth: { type: 'bearer', secretId: 's' } });
  await world.pull();
  expect(server.requests.map(({ headers }) => headers['auth-key'] ?? headers.authorization)).toEqual([
    'a-secret',
    `Basic ${Buffer.from('ann:a-secret').toString('base64')}`,
    'Bearer a-secret',
  ]);
  expect(JSON.stringify([await world.state(), world.memory.log])).not.toContain('a-secret');
  await world.memory.ports.secrets.remove('s');
  expect(await world.pull()).toEqual({ outcome: 'failed', code: 'SecretMissing' });
});

test('a feed that reads from elsewhere begins anew', async () => {
  server.files.set('/list.txt', '203.0.113.1\n').set('/other.txt', '203.0.113.9\n');
  const world = await feedWorld(server);
  await world.pull();
  await world.save({ url: `${server.url}/other.txt` });
  expect(await world.values()).toEqual([]);
  await world.pull();
  expect(await world.values()).toEqual(['203.0.113.9']);
});

test('a feed that is off, gone or without an address is not pulled', async () => {
  const world = await feedWorld(server, { enabled: false });
  expect(await world.pull()).toEqual({ outcome: 'gone' });
});

describe('a MISP feed', () => {
  const uuid = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
  const event = (at: number, ...values: string[]) =>
    JSON.stringify({
      Event: {
        uuid: uuid(at),
        info: `Campaign ${at}`,
        timestamp: '1795000000',
        Tag: [{ name: 'tlp:amber' }],
        Attribute: values.map((value, index) => ({ uuid: uuid(100 + index), type: 'ip-dst', value, to_ids: true })),
      },
    });
  const manifest = (...entries: [number, number][]) =>
    JSON.stringify(
      Object.fromEntries(entries.map(([at, timestamp]) => [uuid(at), { timestamp: String(timestamp), info: '' }])),
    );
  const publish = (files: Record<string, string>) => {
    server.files.clear();
    for (const [name, text] of Object.entries(files)) server.files.set(`/feed/${name}`, text);
  };
  const misp = () => ({ format: 'misp', url: `${server.url}/feed/` }) as const;

  test('is read by its manifest: what is new or changed is fetched, and what it names no more is withdrawn', async () => {
    publish({
      'manifest.json': manifest([1, 1_795_000_000], [2, 1_795_000_001]),
      [`${uuid(1)}.json`]: event(1, '203.0.113.1', 'nothing'),
      [`${uuid(2)}.json`]: event(2, '203.0.113.2'),
    });
    const world = await feedWorld(server, misp());
    expect(await world.pull()).toEqual({ outcome: 'pulled' });
    expect(await world.values()).toEqual(['203.0.113.1', '203.0.113.2']);
    expect((await world.state()).progress.rejected.count).toBe(1);

    publish({
      'manifest.json': manifest([1, 1_795_000_009], [3, 1_795_000_002]),
      [`${uuid(1)}.json`]: event(1, '203.0.113.11'),
      [`${uuid(3)}.json`]: event(3, '203.0.113.3'),
    });
    server.requests.length = 0;
    await world.pull();
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/feed/manifest.json',
      `/feed/${uuid(3)}.json`,
      `/feed/${uuid(1)}.json`,
    ]);
    expect(await world.values()).toEqual(['203.0.113.11', '203.0.113.3']);

    server.requests.length = 0;
    await world.pull();
    expect(server.requests.map(({ path }) => path)).toEqual(['/feed/manifest.json']);
  });

  test('with an event that cannot be read costs no other, and says so', async () => {
    publish({
      'manifest.json': manifest([1, 1_795_000_000], [2, 1_795_000_001]),
      [`${uuid(1)}.json`]: '{"Event": 7}',
      [`${uuid(2)}.json`]: event(2, '203.0.113.2'),
    });
    const world = await feedWorld(server, misp());
    expect(await world.pull()).toEqual({ outcome: 'pulled' });
    expect(await world.values()).toEqual(['203.0.113.2']);
    expect((await world.state()).progress.rejected.examples[0]!.reason).toContain(uuid(1));
  });

  test('whose manifest is none is refused', async () => {
    publish({ 'manifest.json': '{"a":1}' });
    expect(await (await feedWorld(server, misp())).pull()).toEqual({ outcome: 'failed', code: 'NotMisp' });
  });
});
