import { intelFeedKey } from '../../../shared/core/documentIds';
import { openIntel } from '../../../shared/core/detect/intel/compiledIntel';
import { defaultValidity } from '../../../shared/core/detect/intel/feedValidity';
import { compileLists } from '../../../shared/flows/intel/compileLists';
import { enqueuePulls } from '../../../shared/flows/intel/enqueuePulls';
import { removeFeed } from '../../../shared/flows/intel/saveFeed';
import { stateOf } from '../../../shared/flows/intel/withFeed';
import { uploadIndicators } from '../../../shared/flows/intel/uploadIndicators';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { IntelFeedDocument } from '../../../shared/model/intelDocuments';
import type { IntelFeed } from '../../../shared/model/intelFeed';
import { resourceDocumentId, partitionOf } from '../../../shared/core/documentIds';
import { type MemoryPorts, memoryPorts } from '../../doubles/memoryPorts';

async function feedOf(memory: MemoryPorts, name: string, changes: Partial<IntelFeed> = {}): Promise<IntelFeedDocument> {
  const feed: IntelFeed = {
    name,
    enabled: true,
    format: 'plain',
    auth: { type: 'none' },
    confidence: 60,
    validDays: defaultValidity,
    effect: 'allow',
    intervalMinutes: 60,
    ...changes,
  };
  const known = await memory.ports.intel.feed(name);
  return memory.ports.intel.save<IntelFeedDocument>({
    kind: 'intelFeed',
    ...intelFeedKey(name),
    workspaceId: 'w',
    feed,
    ...(known?._etag !== undefined && { _etag: known._etag }),
  });
}

const send = (memory: MemoryPorts, feed: IntelFeedDocument, text: string, replace = true) =>
  uploadIndicators(memory.ports, feed, { text, replace, preview: false });

async function found(memory: MemoryPorts, address: string, at = memory.clock.now.toISOString()) {
  await compileLists(memory.ports);
  const { index } = openIntel((await memory.ports.intelBlobs.compiled())!.data);
  return index.find({ type: 'ip', address }, at);
}

const days = (memory: MemoryPorts, count: number) =>
  new Date(memory.clock.now.getTime() + count * 86_400_000).toISOString();

test('an indicator of several lists names them all, with the highest confidence', async () => {
  const memory = memoryPorts();
  await send(memory, await feedOf(memory, 'one'), '203.0.113.1');
  await send(memory, await feedOf(memory, 'two', { confidence: 90 }), '203.0.113.0/24');
  const match = await found(memory, '203.0.113.1');
  expect(match).toMatchObject({ feed: 'two', confidence: 90 });
  expect(match!.lists.sort()).toEqual(['one', 'two']);
  expect(await memory.ports.intel.build()).toMatchObject({ indicators: 2, feeds: { one: 1, two: 1 } });
});

test('what a feed weighs counts with the next index, and what an indicator tells itself stays', async () => {
  const memory = memoryPorts();
  const text = 'ip,203.0.113.1,,\nip,203.0.113.2,,90\n';
  await send(memory, await feedOf(memory, 'one', { format: 'csv' }), text);
  expect(await found(memory, '203.0.113.1')).toMatchObject({ confidence: 60 });
  await feedOf(memory, 'one', { format: 'csv', confidence: 20 });
  expect(await found(memory, '203.0.113.1')).toMatchObject({ confidence: 20 });
  expect(await found(memory, '203.0.113.2')).toMatchObject({ confidence: 90 });
});

test('an address of a list counts for weeks after the list was last seen, a hash for ever', async () => {
  const memory = memoryPorts();
  await send(memory, await feedOf(memory, 'one'), `203.0.113.1\n${'a'.repeat(64)}`);
  expect(await found(memory, '203.0.113.1', days(memory, 29))).toBeDefined();
  expect(await found(memory, '203.0.113.1', days(memory, 31))).toBeUndefined();
  memory.clock.now = new Date(days(memory, 90));
  await compileLists(memory.ports);
  const { index } = openIntel((await memory.ports.intelBlobs.compiled())!.data);
  expect(index.all().map(({ type }) => type)).toEqual(['hash']);
});

test('the end that an indicator tells itself holds, and else the time of its author', async () => {
  const memory = memoryPorts();
  const stix = (at: number, changes: object) => ({
    type: 'indicator',
    id: `indicator--${at}`,
    modified: '2026-11-01T00:00:00.000Z',
    pattern: `[ipv4-addr:value = '203.0.113.${at}']`,
    pattern_type: 'stix',
    ...changes,
  });
  const text = JSON.stringify({
    type: 'bundle',
    objects: [
      stix(1, { valid_until: '2026-11-21T13:00:00.000Z' }),
      stix(2, { valid_from: '2026-11-10T00:00:00.000Z' }),
    ],
  });
  await send(memory, await feedOf(memory, 'one', { format: 'stix' }), text);
  expect(await found(memory, '203.0.113.1')).toMatchObject({ reference: 'indicator--1' });
  expect(await found(memory, '203.0.113.1', '2026-11-21T13:00:00.000Z')).toBeUndefined();
  expect(await found(memory, '203.0.113.2')).toMatchObject({ validUntil: '2026-12-10T00:00:00.000Z' });
});

test('warning lists allow, or tell shared infrastructure, as their feed says', async () => {
  const memory = memoryPorts();
  const list = (value: string) => JSON.stringify({ name: `List of ${value}`, type: 'cidr', list: [value] });
  await send(memory, await feedOf(memory, 'bad'), '203.0.113.1\n203.0.113.200\n');
  await send(memory, await feedOf(memory, 'good', { format: 'warningList' }), list('203.0.113.0/28'));
  await send(
    memory,
    await feedOf(memory, 'cloud', { format: 'warningList', effect: 'shared' }),
    list('203.0.113.128/25'),
  );
  expect(await found(memory, '203.0.113.1')).toBeUndefined();
  expect(await found(memory, '203.0.113.200')).toMatchObject({ sharedWith: 'List of 203.0.113.128/25' });
});

test('public addresses of the inventory are never an indicator', async () => {
  const memory = memoryPorts();
  const id =
    '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/publicIPAddresses/p1';
  const type = 'Microsoft.Network/publicIPAddresses';
  await memory.ports.resources.save({
    kind: 'resource',
    id: resourceDocumentId(id),
    workspaceId: 'w',
    ...partitionOf(id),
    resourceId: id,
    type,
    observedAt: '2026-11-21T08:00:00.000Z',
    source: 's',
    contentHash: 'h',
    resource: { id, name: 'p1', type, properties: { ipAddress: '203.0.113.1' } },
  });
  await send(memory, await feedOf(memory, 'bad'), '203.0.113.1\n203.0.113.2\n');
  expect(await found(memory, '203.0.113.1')).toBeUndefined();
  expect(await found(memory, '203.0.113.2')).toBeDefined();
});

test('uploads replace or add; a preview does neither; a feed that is removed takes all with it', async () => {
  const memory = memoryPorts();
  const feed = await feedOf(memory, 'one');
  const preview = await uploadIndicators(memory.ports, feed, {
    text: '203.0.113.7\nx y\n',
    replace: true,
    preview: true,
  });
  expect([preview.items.length, preview.rejected.length]).toEqual([1, 1]);
  expect(memory.work).toEqual([]);
  await send(memory, feed, '203.0.113.1');
  await send(memory, feed, '203.0.113.2', false);
  expect(await found(memory, '203.0.113.1')).toBeDefined();
  expect(await found(memory, '203.0.113.2')).toBeDefined();
  await send(memory, feed, '203.0.113.3');
  expect(await found(memory, '203.0.113.1')).toBeUndefined();
  expect(await removeFeed(memory.ports, 'ONE', () => undefined)).toBe(true);
  expect(await found(memory, '203.0.113.3')).toBeUndefined();
  expect([...memory.intel.keys()]).toEqual(['compiled']);
  expect(await memory.ports.intel.states()).toEqual([]);
});

test('whoever clears up after an upload leaves what another one is about to add', async () => {
  const memory = memoryPorts();
  const feed = await feedOf(memory, 'one');
  const { intelBlobs } = memory.ports;
  const slow = {
    ...memory.ports,
    intelBlobs: {
      ...intelBlobs,
      keepOnly: async (...given: Parameters<typeof intelBlobs.keepOnly>) => {
        await send(memory, feed, '203.0.113.2', false);
        await intelBlobs.keepOnly(...given);
      },
    },
  };
  await uploadIndicators(slow, feed, { text: '203.0.113.1', replace: false, preview: false });
  expect(await found(memory, '203.0.113.1')).toBeDefined();
  expect(await found(memory, '203.0.113.2')).toBeDefined();
});

test('a feed that is off counts no more, and does again', async () => {
  const memory = memoryPorts();
  await send(memory, await feedOf(memory, 'one'), '203.0.113.1');
  await feedOf(memory, 'one', { enabled: false });
  expect(await found(memory, '203.0.113.1')).toBeUndefined();
  await feedOf(memory, 'one');
  expect(await found(memory, '203.0.113.1')).toBeDefined();
});

test('who builds of older lists loses and builds again', async () => {
  const memory = memoryPorts();
  const feed = await feedOf(memory, 'one');
  await send(memory, feed, '203.0.113.1');
  const { intelBlobs } = memory.ports;
  let raced = false;
  const ports = {
    ...memory.ports,
    intelBlobs: {
      ...intelBlobs,
      saveCompiled: async (data: Buffer, etag: string | undefined) => {
        if (!raced) {
          raced = true;
          await send(memory, feed, '203.0.113.2');
          await compileLists(memory.ports);
        }
        return intelBlobs.saveCompiled(data, etag);
      },
    },
  };
  expect(await compileLists(ports)).toMatchObject({ outcome: 'built', indicators: 1 });
  const { index } = openIntel((await intelBlobs.compiled())!.data);
  expect(index.all().map(({ value }) => value)).toEqual(['203.0.113.2']);
});

test('a part that is replaced while it is read begins the build again', async () => {
  const memory = memoryPorts();
  await send(memory, await feedOf(memory, 'one'), '203.0.113.1');
  const real = memory.ports.intelBlobs;
  let failed = false;
  memory.ports.intelBlobs = {
    ...real,
    read(blob) {
      if (failed) return real.read(blob);
      failed = true;
      throw new Conflict('gone');
    },
  };
  expect(await compileLists(memory.ports)).toMatchObject({ outcome: 'built', indicators: 1 });
});

test('lists that cannot be used together leave the index as it is, and are told', async () => {
  const memory = memoryPorts();
  await send(memory, await feedOf(memory, 'bad'), '203.0.113.1');
  await compileLists(memory.ports);
  const patterns = (name: string) =>
    JSON.stringify({ name, type: 'regex', list: Array.from({ length: 3_000 }, (_, at) => `a${at}`) });
  await send(memory, await feedOf(memory, 'p1', { format: 'warningList' }), patterns('p1'));
  await send(memory, await feedOf(memory, 'p2', { format: 'warningList' }), patterns('p2'));
  expect(await compileLists(memory.ports)).toMatchObject({ outcome: 'AllowListTooLong' });
  expect(await memory.ports.intel.build()).toMatchObject({ indicators: 1, error: { code: 'AllowListTooLong' } });
});

test('a feed that reads from elsewhere now is due at once, and one that somebody pulls is not', async () => {
  const memory = memoryPorts();
  const document = await feedOf(memory, 'one', { url: 'https://example.com/list.txt' });
  const state = await stateOf(memory.ports, document);
  const triedAt = memory.clock.now.toISOString();
  const pieces = async () => (await enqueuePulls(memory.ports)).pieces;
  const saved = await memory.ports.intel.save({ ...state, triedAt });
  expect(await pieces()).toBe(0);
  await feedOf(memory, 'one', { url: 'https://example.com/other.txt' });
  expect(await pieces()).toBe(1);
  await memory.ports.intel.save({ ...saved, heldUntil: '2026-11-21T12:05:00.000Z' });
  expect(await pieces()).toBe(0);
});

test('the timer pulls what is due, and builds an index that is old or behind', async () => {
  const memory = memoryPorts();
  expect(await enqueuePulls(memory.ports)).toEqual({ feeds: 0, pieces: 0 });
  expect(memory.work).toEqual([]);
  await feedOf(memory, 'pulled', { url: 'https://example.com/list.txt' });
  await feedOf(memory, 'off', { url: 'https://example.com/list.txt', enabled: false });
  const uploaded = await feedOf(memory, 'uploaded');
  expect(await enqueuePulls(memory.ports)).toEqual({ feeds: 3, pieces: 1 });
  expect(memory.work.splice(0).map(({ message }) => message)).toEqual([
    { kind: 'pullFeed', feed: 'pulled' },
    { kind: 'compileIntel' },
  ]);
  await compileLists(memory.ports);
  const sent = async () => {
    await enqueuePulls({ ...memory.ports, intel: { ...memory.ports.intel, feeds: async () => [uploaded] } });
    return memory.work.splice(0).map(({ message }) => message.kind);
  };
  expect(await sent()).toEqual([]);
  memory.clock.now = new Date(memory.clock.now.getTime() + 1000);
  await send(memory, uploaded, '203.0.113.1');
  memory.work.length = 0;
  expect(await sent()).toEqual(['compileIntel']);
  await compileLists(memory.ports);
  expect(await sent()).toEqual([]);
  memory.clock.now = new Date(memory.clock.now.getTime() + 6 * 3_600_000);
  expect(await sent()).toEqual(['compileIntel']);
});
