import fc from 'fast-check';
import { nothingSeen, readFrames, seenWith, unseenOf, writeFrame } from '../../../shared/core/ingest/archiveFrame';
import { packPages, unpackPage, type PlacedEvent } from '../../../shared/core/ingest/pages';
import { positionOf } from '../../../shared/model/eventPage';

const key = { workspaceId: 'default', hour: '2026-11-21T08', hubPartition: '3' };
const placedAt = (position: string): PlacedEvent => ({
  position,
  records: 1,
  event: {
    id: `e-${position}`,
    source: 'test',
    time: '2026-11-21T08:00:00.000Z',
    timeOrigin: 'record',
    resourceId: '',
    logSource: {},
    entities: [{ type: 'host', hostName: 'Web-1' }],
    fields: { text: 'ä\nb' },
  },
});

/** Frames of one attempt to archive these positions, in pages of so many. */
async function attempt(positions: string[], perPage: number): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  for (let at = 0; at < positions.length; at += perPage) {
    const part = positions.slice(at, at + perPage);
    for (const page of await packPages(key, part.map(placedAt))) frames.push(writeFrame(page, part));
  }
  return frames;
}

async function readBack(bytes: Buffer): Promise<string[]> {
  const ids: string[] = [];
  let seen = nothingSeen;
  for (const frame of readFrames(bytes).frames) {
    const page = await unseenOf(frame, seen);
    if (page) ids.push(...(await unpackPage(page)).map(({ id }) => id).slice(0, page.count));
    seen = seenWith(frame, seen);
  }
  return ids;
}

test('a page comes back as it was packed', async () => {
  const positions = [positionOf(7, 0), positionOf(7, 1), positionOf(9, 0)];
  const [page] = await packPages(key, positions.map(placedAt));
  const { frames, length } = readFrames(writeFrame({ ...page!, ttl: 5 }, positions));
  expect(frames).toEqual([{ page: { ...page, archived: true }, at: [0, 1, 1_999_999], reach: [] }]);
  expect(length).toBe(writeFrame(page!, positions).length);
});

test('of cut bytes the whole pages are read', async () => {
  const [first, second] = await attempt([positionOf(1, 0), positionOf(2, 0)], 1);
  for (const cut of [1, 30, second!.length - 1]) {
    const { frames, length } = readFrames(Buffer.concat([first!, second!.subarray(0, cut)]));
    expect([frames.length, length]).toEqual([1, first!.length]);
  }
});

test('what is no page is refused', () => {
  expect(() => readFrames(Buffer.from('{"id":"x"}\n'))).toThrow('Invalid input');
  expect(() => readFrames(Buffer.from('nothing\n'))).toThrow('JSON');
});

test('however often and in whatever cuts an attempt is made again, each event is found once, in order', async () => {
  const gaps = fc.array(fc.constantFrom(1, 2, 1_000_000, 4_000_003), { minLength: 1, maxLength: 30 });
  const attempts = fc.array(
    fc.record({ back: fc.nat(20), size: fc.nat(20), perPage: fc.integer({ min: 1, max: 7 }), kept: fc.nat(5) }),
    { maxLength: 8 },
  );
  let partial = 0;
  await fc.assert(
    fc.asyncProperty(gaps, fc.integer({ min: 0, max: 2 ** 40 }), attempts, async (steps, start, repeats) => {
      let at = 0;
      const positions = steps.map((gap) => positionOf(start + Math.floor((at += gap) / 1_000_000), at % 1_000_000));
      const written: Buffer[] = [];
      let done = 0;
      // An attempt begins where something was written before or is next, and may end after some of its pages.
      for (const { back, size, perPage, kept } of repeats) {
        const from = Math.max(0, done - back);
        const pages = (await attempt(positions.slice(from, from + size), perPage)).slice(0, kept);
        written.push(...pages);
        done = Math.max(done, Math.min(from + Math.min(size, pages.length * perPage), positions.length));
        partial += Number(from > 0 && pages.length > 0);
      }
      written.push(...(await attempt(positions.slice(done), 4)));
      expect(await readBack(Buffer.concat(written))).toEqual(positions.map((position) => `e-${position}`));
    }),
    { numRuns: 300 },
  );
  expect(partial).toBeGreaterThan(50);
});

describe('an event that was joined of parts in messages 1 and 3', () => {
  const [one, two, three] = [positionOf(1, 0), positionOf(2, 0), positionOf(3, 0)];
  const frameOf = async (positions: string[], ends: (string | undefined)[] = []) => {
    const [page] = await packPages(key, positions.map(placedAt));
    return writeFrame(page!, positions, ends);
  };
  const alone = () => frameOf([one]);
  const joined = () => frameOf([one, two], [three]);

  test('is found although its first part was archived before', async () => {
    expect(await readBack(Buffer.concat([await alone(), await joined()]))).toEqual([
      `e-${one}`,
      `e-${one}`,
      `e-${two}`,
    ]);
  });

  test('is found once when it is archived again, and hides nothing behind its first part', async () => {
    const again = Buffer.concat([await joined(), await joined(), await frameOf([one], [three]), await frameOf([two])]);
    expect(await readBack(again)).toEqual([`e-${one}`, `e-${two}`]);
    const cut = Buffer.concat([await frameOf([one], [three]), await joined(), await frameOf([positionOf(4, 0)])]);
    expect(await readBack(cut)).toEqual([`e-${one}`, `e-${two}`, `e-${positionOf(4, 0)}`]);
  });
});
