import fc from 'fast-check';
import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Cursor } from '../../../local/eventhubs/cursor';
import { openPartitionLog, type LogOptions, type PartitionLog } from '../../../local/eventhubs/partitionLog';
import type { StoredEvent } from '../../../local/eventhubs/storedEvent';
import { temporaryFolder } from './temporaryFolder';

const root = temporaryFolder();
const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);

function newFolder(): string {
  return mkdtempSync(join(root, 'log-'));
}

function options(overrides: Partial<LogOptions> = {}): LogOptions {
  return {
    retention: { bytes: 64 * 1024 * 1024, ageMs: DAY },
    durable: false,
    now: () => START,
    log: () => {},
    ...overrides,
  };
}

function append(log: PartitionLog, ...texts: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    log.append(
      texts.map((text) => Buffer.from(text)),
      (error) => (error ? reject(error) : resolve()),
    );
  });
}

function readAll(cursor: Cursor, maxEvents = 1000): StoredEvent[] {
  const all: StoredEvent[] = [];
  for (let events = cursor.read(maxEvents, 1e6); events.length > 0; events = cursor.read(maxEvents, 1e6))
    all.push(...events);
  return all;
}

function texts(log: PartitionLog, position: Parameters<PartitionLog['cursorAt']>[0] = { from: 'earliest' }): string[] {
  return readAll(log.cursorAt(position)).map(({ record }) => record.toString());
}

function files(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

describe('partitionLog', () => {
  it('numbers events from 0 and offsets from the time the log was made', async () => {
    const log = await openPartitionLog(newFolder(), options());
    expect(log.state()).toMatchObject({ firstSequence: 0, lastSequence: -1, lastOffset: '-1', isEmpty: true });
    await append(log, 'a', 'b');
    await append(log, 'c');
    expect(readAll(log.cursorAt({ from: 'earliest' })).map(({ sequence, offset }) => [sequence, offset])).toEqual([
      [0, START * 1000],
      [1, START * 1000 + 1],
      [2, START * 1000 + 2],
    ]);
    expect(log.state()).toMatchObject({
      firstSequence: 0,
      lastSequence: 2,
      lastOffset: String(START * 1000 + 2),
      isEmpty: false,
    });
    await log.close();
  });

  it('gives back every event once and in order, whatever the batches, the pieces read and the restarts', async () => {
    const batches = fc.array(fc.array(fc.string({ maxLength: 2000 }), { minLength: 1, maxLength: 20 }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 50 }), fc.nat(20), async (sent, piece, restartAt) => {
        const folder = newFolder();
        let log = await openPartitionLog(folder, options({ retention: { bytes: 1024 * 1024, ageMs: DAY } }));
        for (const [index, batch] of sent.entries()) {
          if (index === restartAt) {
            await log.close();
            log = await openPartitionLog(folder, options());
          }
          await append(log, ...batch);
        }
        const events = readAll(log.cursorAt({ from: 'earliest' }), piece);
        expect(events.map(({ record }) => record.toString())).toEqual(sent.flat());
        expect(events.map(({ sequence }) => sequence)).toEqual(sent.flat().map((_, index) => index));
        await log.close();
      }),
      { numRuns: 25 },
    );
  });

  it('starts readers at offsets, sequence numbers and times, inclusive or not', async () => {
    let now = START;
    const log = await openPartitionLog(newFolder(), options({ now: () => now }));
    await append(log, 'a', 'b');
    now += 1000;
    await append(log, 'c', 'd');
    const offset = START * 1000;
    expect(texts(log, { from: 'offset', value: offset + 1, inclusive: false })).toEqual(['c', 'd']);
    expect(texts(log, { from: 'offset', value: offset + 1, inclusive: true })).toEqual(['b', 'c', 'd']);
    expect(texts(log, { from: 'offset', value: 5, inclusive: false })).toEqual(['a', 'b', 'c', 'd']);
    expect(texts(log, { from: 'sequence', value: 2, inclusive: true })).toEqual(['c', 'd']);
    expect(texts(log, { from: 'sequence', value: 2, inclusive: false })).toEqual(['d']);
    expect(texts(log, { from: 'sequence', value: 3, inclusive: false })).toEqual([]);
    expect(texts(log, { from: 'time', value: START, inclusive: false })).toEqual(['c', 'd']);
    expect(texts(log, { from: 'time', value: START, inclusive: true })).toEqual(['a', 'b', 'c', 'd']);
    expect(texts(log, { from: 'time', value: START + 1000, inclusive: false })).toEqual([]);
    const latest = log.cursorAt({ from: 'latest' });
    await append(log, 'e');
    expect(readAll(latest).map(({ record }) => record.toString())).toEqual(['e']);
    await log.close();
  });

  it('finds any offset and sequence number among many segments', async () => {
    const log = await openPartitionLog(newFolder(), options({ retention: { bytes: 512 * 1024 * 1024, ageMs: DAY } }));
    const small = await openPartitionLog(newFolder(), options({ retention: { bytes: 8 * 64 * 1024, ageMs: DAY } }));
    const filler = 'x'.repeat(10_000);
    for (let index = 0; index < 40; index++) await append(small, `${index} ${filler}`, `${index}b`);
    const all = readAll(small.cursorAt({ from: 'earliest' }));
    expect(all).toHaveLength(80);
    for (const { sequence, offset } of all) {
      const [first] = small.cursorAt({ from: 'offset', value: offset, inclusive: true }).read(1, 1);
      expect(first?.sequence).toBe(sequence);
      expect(small.cursorAt({ from: 'sequence', value: sequence, inclusive: true }).read(1, 1)[0]?.offset).toBe(offset);
    }
    await Promise.all([log.close(), small.close()]);
  });

  it('refuses a position beyond the end, so that a reader of another log is not made to skip events', async () => {
    const log = await openPartitionLog(newFolder(), options());
    await append(log, 'a');
    expect(() => log.cursorAt({ from: 'sequence', value: 5, inclusive: false })).toThrow(
      "The last sequence number in the system is '0'",
    );
    expect(() => log.cursorAt({ from: 'offset', value: START * 1000 + 9, inclusive: false })).toThrow('is invalid');
    await log.close();
  });

  it('gives later events offsets after all that a lost tail may have had', async () => {
    const folder = newFolder();
    const first = await openPartitionLog(folder, options());
    await append(first, 'a', 'b');
    await first.close();
    const second = await openPartitionLog(folder, options({ now: () => START + 5000 }));
    await append(second, 'c');
    expect(readAll(second.cursorAt({ from: 'earliest' })).map(({ sequence, offset }) => [sequence, offset])).toEqual([
      [0, START * 1000],
      [1, START * 1000 + 1],
      [2, (START + 5000) * 1000],
    ]);
    expect(texts(second, { from: 'offset', value: START * 1000 + 1, inclusive: false })).toEqual(['c']);
    await second.close();
  });

  it('cuts off a torn tail at every length and says so', async () => {
    const folder = newFolder();
    const log = await openPartitionLog(folder, options());
    await append(log, 'kept');
    const whole = statSync(files(folder)[0] as string).size;
    await append(log, 'torn');
    await log.close();
    const [path] = files(folder) as [string];
    const bytes = readFileSync(path);
    for (const length of [whole + 1, whole + 11, whole + 39, bytes.length - 1]) {
      writeFileSync(path, bytes.subarray(0, length));
      const lines: string[] = [];
      const reopened = await openPartitionLog(folder, options({ log: (line) => lines.push(line) }));
      expect(texts(reopened)).toEqual(['kept']);
      expect(lines.join()).toContain('unfinished write');
      await reopened.close();
      expect(statSync(path).size).toBe(whole);
    }
  });

  it('refuses to open when a batch in the middle is damaged, and names the place', async () => {
    const folder = newFolder();
    const log = await openPartitionLog(folder, options());
    await append(log, 'first');
    const middle = statSync(files(folder)[0] as string).size;
    await append(log, 'second');
    await append(log, 'third');
    await log.close();
    const [path] = files(folder) as [string];
    const bytes = readFileSync(path);
    for (const at of [middle, middle + 5, middle + 20, middle + 45]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 0xff;
      writeFileSync(path, changed);
      await expect(openPartitionLog(folder, options())).rejects.toThrow(`is damaged at byte ${middle}`);
    }
  });

  it('refuses to open when a segment is missing or an older one is cut off', async () => {
    const folder = newFolder();
    const log = await openPartitionLog(folder, options({ retention: { bytes: 64 * 1024 * 8, ageMs: DAY } }));
    for (let index = 0; index < 20; index++) await append(log, 'x'.repeat(20_000));
    await log.close();
    const paths = files(folder);
    expect(paths.length).toBeGreaterThan(3);
    const second = readFileSync(paths[1] as string);
    truncateSync(paths[1] as string, second.length - 1);
    await expect(openPartitionLog(folder, options())).rejects.toThrow('older segment file must be whole');
    unlinkSync(paths[1] as string);
    await expect(openPartitionLog(folder, options())).rejects.toThrow('are missing before');
  });

  it('drops the oldest segments when the log is too large, and readers go on behind the gap', async () => {
    const lines: string[] = [];
    const log = await openPartitionLog(
      newFolder(),
      options({ retention: { bytes: 256 * 1024, ageMs: DAY }, log: (line) => lines.push(line) }),
    );
    const slow = log.cursorAt({ from: 'earliest' });
    for (let index = 0; index < 60; index++) await append(log, String(index).padEnd(10_000));
    const { firstSequence, lastSequence } = log.state();
    expect(firstSequence).toBeGreaterThan(20);
    expect(lastSequence).toBe(59);
    expect(readAll(slow).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 60 - firstSequence }, (_, index) => firstSequence + index),
    );
    expect(lines.join()).toContain(`retention dropped ${firstSequence} events`);
    await log.close();
  });

  it('drops events by age and keeps counting, also after a restart', async () => {
    let now = START;
    const folder = newFolder();
    const log = await openPartitionLog(folder, options({ now: () => now }));
    await append(log, 'old', 'old');
    now += DAY + 1;
    log.expire();
    expect(log.state()).toMatchObject({
      firstSequence: 2,
      lastSequence: 1,
      lastOffset: String(START * 1000 + 1),
      isEmpty: true,
    });
    await log.close();
    const reopened = await openPartitionLog(folder, options({ now: () => now }));
    await append(reopened, 'new');
    expect(readAll(reopened.cursorAt({ from: 'earliest' }))).toMatchObject([{ sequence: 2, offset: now * 1000 }]);
    await reopened.close();
  });

  it('never lets times run backwards', async () => {
    let now = START;
    const log = await openPartitionLog(newFolder(), options({ now: () => now }));
    await append(log, 'a');
    now -= 5000;
    await append(log, 'b');
    expect(readAll(log.cursorAt({ from: 'earliest' })).map(({ time }) => time)).toEqual([START, START]);
    await log.close();
  });

  it('acknowledges after fdatasync when it is durable', async () => {
    const folder = newFolder();
    const log = await openPartitionLog(folder, options({ durable: true }));
    await Promise.all(Array.from({ length: 50 }, (_, index) => append(log, String(index))));
    await log.close();
    const reopened = await openPartitionLog(folder, options());
    expect(texts(reopened)).toHaveLength(50);
    await reopened.close();
  });

  it('reports a failed write to the sender and leaves no part of it', async () => {
    const log = await openPartitionLog(newFolder(), options());
    await append(log, 'a');
    await expect(
      new Promise((_, reject) =>
        log.append(
          [
            {
              length: 10,
              copy: () => {
                throw new Error('disk gone');
              },
            } as unknown as Buffer,
          ],
          reject,
        ),
      ),
    ).rejects.toThrow('disk gone');
    await append(log, 'b');
    expect(texts(log)).toEqual(['a', 'b']);
    await log.close();
  });

  it('cuts off foreign bytes at the end', async () => {
    const folder = newFolder();
    const log = await openPartitionLog(folder, options());
    await append(log, 'a');
    await log.close();
    appendFileSync(files(folder)[0] as string, Buffer.alloc(4096));
    const reopened = await openPartitionLog(folder, options());
    expect(texts(reopened)).toEqual(['a']);
    await reopened.close();
  });
});
