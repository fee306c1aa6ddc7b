import { type AddedObject, type FeedServer, startFeedServer } from '../../doubles/taxii/feedServer';
import { pullFeed } from '../../../shared/flows/intel/pullFeed';
import { dying } from '../readers/crash';
import { feedWorld, message } from './feedWorld';

let server: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());

const id = (at: number) => `indicator--00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
const indicator = (at: number, changes: object = {}): object => ({
  type: 'indicator',
  spec_version: '2.1',
  id: id(at),
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  pattern: `[ipv4-addr:value = '203.0.113.${at}']`,
  pattern_type: 'stix',
  valid_from: '2026-11-01T00:00:00.000Z',
  ...changes,
});
const added = (second: number, object: object): AddedObject => ({
  added: `2026-11-20T00:00:${String(second).padStart(2, '0')}.000000Z`,
  object,
});
const seven = () => [1, 2, 3, 4, 5, 6, 7].map((at) => added(at, indicator(at)));
const address = (at: number) => `203.0.113.${at}`;
const taxii = () => ({ format: 'taxii', url: `${server.url}/api/`, collection: 'c 1' }) as const;

beforeEach(() => void server.collections.set('c 1', seven()));

test.each(['next', 'date'] as const)('all pages of a collection are read, told by %s', async (paging) => {
  const world = await feedWorld(server, taxii());
  server.paging = paging;
  expect(await world.pull()).toEqual({ outcome: 'pulled' });
  expect(await world.values()).toEqual([1, 2, 3, 4, 5, 6, 7].map(address));
  expect(server.requests).toHaveLength(4);
  expect(server.requests[0]!.path).toContain('match%5Btype%5D=indicator');
  expect((await world.state()).progress.cursor).toEqual({ addedAfter: '2026-11-20T00:00:07.000000Z' });
});

test('the next pull reads only what was added since, and the latest version of each counts', async () => {
  const world = await feedWorld(server, taxii());
  await world.pull();
  server.requests.length = 0;
  server.collections
    .get('c 1')!
    .push(
      added(8, indicator(1, { modified: '2026-11-02T00:00:00.000Z', pattern: `[ipv4-addr:value = '203.0.113.101']` })),
      added(9, indicator(2, { modified: '2026-11-02T00:00:00.000Z', revoked: true })),
      added(10, indicator(3, { modified: '2026-10-01T00:00:00.000Z', pattern: `[ipv4-addr:value = '203.0.113.103']` })),
      added(11, { type: 'malware', id: 'malware--1' }),
    );
  expect(await world.pull()).toEqual({ outcome: 'pulled' });
  expect(server.requests).toHaveLength(2);
  expect(server.requests[0]!.path).toContain('added_after=2026-11-20T00%3A00%3A07.000000Z');
  expect(await world.values()).toEqual([101, 3, 4, 5, 6, 7].map(address));
});

test('an indicator that cannot be used is told with its reason', async () => {
  server.collections.set('c 1', [
    added(1, indicator(1)),
    added(2, indicator(2, { pattern: '[a:b = 1] AND [c:d = 2]' })),
  ]);
  const world = await feedWorld(server, taxii());
  await world.pull();
  expect((await world.state()).progress.rejected).toMatchObject({
    count: 1,
    examples: [{ reason: expect.stringContaining(id(2)) }],
  });
});

test('a server that is busy is left alone for as long as it says', async () => {
  const world = await feedWorld(server, taxii());
  server.faults.push({ status: 429, headers: { 'retry-after': '90' } });
  expect(await world.pull()).toEqual({ outcome: 'throttled', retryAfterSeconds: 90 });
  expect(world.memory.work).toEqual([{ message, delaySeconds: 90 }]);
  expect(await world.pull()).toEqual({ outcome: 'busy' });
  world.pass(2);
  expect(await world.pull()).toEqual({ outcome: 'pulled' });
  expect((await world.state()).error).toBeUndefined();
});

test('what was stored before a failure stays, and the next pull goes on behind it', async () => {
  const world = await feedWorld(server, taxii());
  const answers = [undefined, { status: 500 }];
  const real = world.memory.ports.feedNetwork;
  world.memory.ports.feedNetwork = {
    get: async (...ask) => {
      const fault = answers.shift();
      return fault ? { ...fault, headers: {}, body: Buffer.alloc(0) } : real.get(...ask);
    },
  };
  expect(await world.pull()).toEqual({ outcome: 'failed', code: 'Error' });
  expect((await world.state()).error).toMatchObject({ message: 'The feed answered 500' });
  expect(await world.values()).toEqual([1, 2].map(address));
  server.requests.length = 0;
  await world.pull();
  expect(server.requests[0]!.path).toContain('next=');
  expect(await world.values()).toEqual([1, 2, 3, 4, 5, 6, 7].map(address));
});

test('a round whose place the server forgot begins again', async () => {
  const world = await feedWorld(server, taxii());
  const { progress: begun, ...state } = await halfway(world);
  expect(begun.cursor).toHaveProperty('next');
  server.forgetTokens();
  await world.memory.ports.intel.save({ ...state, progress: begun });
  expect(await world.pull()).toEqual({ outcome: 'pulled' });
  expect(await world.values()).toEqual([1, 2, 3, 4, 5, 6, 7].map(address));
});

async function halfway(world: Awaited<ReturnType<typeof feedWorld>>) {
  const real = world.memory.ports.feedNetwork;
  let calls = 0;
  world.memory.ports.feedNetwork = {
    get: async (...ask) => (calls++ === 1 ? Promise.reject(new Error('cut')) : real.get(...ask)),
  };
  await world.pull();
  return world.state();
}

test.each(
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap((call) => [false, true].map((late) => [call, late] as const)),
)('nothing is lost when the process ends at call %i (after its effect: %s)', async (call, late) => {
  const world = await feedWorld(server, taxii());
  const { ports } = world.memory;
  const { intel, intelBlobs, feedNetwork, work } = ports;
  const doomed = dying({ intel, intelBlobs, feedNetwork, work }, { call, late });
  doomed.intelBlobs.read = (blob) => intelBlobs.read(blob);
  await pullFeed({ ...ports, ...doomed }, message).catch(() => undefined);
  world.pass(10);
  expect(await world.pull()).toEqual({ outcome: 'pulled' });
  expect(await world.values()).toEqual([1, 2, 3, 4, 5, 6, 7].map(address));
});

test('a server that says there is more and not where is not asked for ever', async () => {
  const world = await feedWorld(server, taxii());
  server.faults.push({ status: 200, body: '{"more":true,"objects":[]}' });
  expect(await world.pull()).toEqual({ outcome: 'failed', code: 'TaxiiStuck' });
});

test('an answer that is no envelope, and a collection that may not be read, are told', async () => {
  const world = await feedWorld(server, taxii());
  server.faults.push({ status: 200, body: '[]' }, { status: 401 });
  expect(await world.pull()).toEqual({ outcome: 'failed', code: 'NotTaxii' });
  expect(await world.pull()).toEqual({ outcome: 'failed', code: 'Feed401' });
});

test('many small pages become one part, and the next pull removes what it was made of', async () => {
  const objects = Array.from({ length: 51 }, (_, at) => added(at + 1, indicator(at + 1)));
  server.collections.set('c 1', objects.slice(0, 50));
  const world = await feedWorld(server, taxii());
  server.pageSize = 1;
  await world.pull();
  expect((await world.state()).progress.segments.length).toBeLessThan(33);
  expect(await world.values()).toHaveLength(50);
  server.collections.set('c 1', objects);
  world.pass(60);
  await world.pull();
  expect(await world.values()).toHaveLength(51);
  expect([...world.memory.intel.keys()].filter((name) => name.startsWith('feeds/'))).toHaveLength(
    (await world.state()).progress.segments.length,
  );
});
