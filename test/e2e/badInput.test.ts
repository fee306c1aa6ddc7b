import { gunzipSync, gzipSync } from 'node:zlib';
import { newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { quarantined, storedEvents, storedPages } from './support/store';
import { until } from './support/until';

const good = (number: number) => JSON.stringify({ number, time: '2026-11-21T09:00:00Z', message: 'fine' });
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** What goes wrong, the body as sent, and the reason code of its quarantine; several codes for several records. */
const bad: { name: string; body: Buffer | string; codes: string[] }[] = [
  {
    name: 'malformed UTF-8',
    body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    codes: ['MalformedUtf8'],
  },
  { name: 'truncated JSON', body: '{"records":[{"time":', codes: ['NotJson'] },
  { name: 'an oversized record', body: JSON.stringify({ text: 'x'.repeat(300_000) }), codes: ['OversizedRecord'] },
  { name: 'deep nesting', body: deep(200), codes: ['TooDeep'] },
  { name: 'a huge array', body: gzipSync(`[${'{"a":1},'.repeat(60_000)}{"a":1}]`), codes: ['TooManyRecords'] },
  { name: 'gzip that is cut off', body: gzipSync(good(1)).subarray(0, 20), codes: ['BadGzip'] },
  { name: 'binary rubbish', body: Buffer.from([1, 2, 3, 0, 0, 255, 254]), codes: ['Binary'] },
];

/** The bytes as sent; of a body that was unpacked whole, what came out of it. */
function gunzipped(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes;
  }
}

/** Bodies that hold nothing: received, and neither stored nor quarantined. */
const empty = ['', 'null', '{"records":[]}', '[]', ' \n '];

describe('bad input between good records', () => {
  let place: Place;
  let platform: RunningPlatform;
  const numbers = Array.from({ length: bad.length + empty.length + 1 }, (_, number) => number);

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    const bodies: (string | Buffer)[] = [good(numbers.at(-1)!)];
    [...bad.map(({ body }) => body), ...empty].forEach((body, at) => bodies.push(body, good(at)));
    for (let at = 0; at < bodies.length; at += 4) await send(platform, bodies.slice(at, at + 4));
    await until('the good records', async () =>
      (await storedEvents(place)).length >= numbers.length ? true : undefined,
    );
  }, 120_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('costs no good record', async () => {
    const stored = (await storedEvents(place)).map(({ fields }) => fields['number']);
    expect(stored.sort((a, b) => Number(a) - Number(b))).toEqual(numbers);
  });

  it.each(bad)('$name is quarantined with its reason and its raw bytes', async ({ body, codes }) => {
    const entries = await quarantined(place);
    const own = entries.filter(({ code }) => codes.includes(code));
    expect(own).toHaveLength(codes.length);
    expect(own[0]!.reason).not.toBe('');
    expect(gunzipped(own[0]!.raw).equals(gunzipped(Buffer.from(body)))).toBe(true);
  });

  it('is accounted for: received is stored plus duplicates plus quarantined', async () => {
    const stored = (await storedPages(place)).reduce((sum, page) => sum + page.records, 0);
    const entries = await quarantined(place);
    expect(stored).toBe(numbers.length);
    expect(entries).toHaveLength(bad.length);
  });
});
