import { Conflict, Throttled } from '../../shared/flows/ports/portErrors';
import { type Held, type Holdable, whileHeld } from '../../shared/flows/whileHeld';
import { Rejected } from '../../shared/model/rejected';
import { memoryPorts } from '../doubles/memoryPorts';

interface Progress extends Holdable {
  done: number;
  etag: number;
}

const minute = 60_000;
const start = new Date('2026-11-22T08:00:00.000Z');
const after = (milliseconds: number): string => new Date(start.getTime() + milliseconds).toISOString();

let memory: ReturnType<typeof memoryPorts>;
let stored: Progress;
beforeEach(() => {
  memory = memoryPorts();
  memory.clock.now = start;
  stored = { done: 0, etag: 0 };
});

const work = (act: (held: Held<Progress>) => Promise<Partial<Progress> | void>) =>
  whileHeld<Progress>(
    {
      ports: memory.ports,
      holdMs: 2 * minute,
      store: async (document) => {
        if (document.etag !== stored.etag) throw new Conflict();
        return (stored = { ...document, etag: stored.etag + 1 });
      },
      failed: { message: 'It could not go on', about: { name: 'it' } },
    },
    stored,
    act,
  );
const pass = (milliseconds: number): void => void (memory.clock.now = new Date(start.getTime() + milliseconds));

test('it is held from its begin on, and longer with each save; done, it is free and without an error', async () => {
  stored = { ...stored, error: { at: after(0), code: 'Old', message: '' } };
  const ended = await work(async (held) => {
    expect(stored.heldUntil).toBe(after(2 * minute));
    pass(minute);
    await held.save({ done: 1 });
    expect(stored).toMatchObject({ done: 1, heldUntil: after(3 * minute) });
    await held.save({ done: held.document.done + 1 });
    return { done: held.document.done + 1 };
  });
  expect(stored).toEqual({ done: 3, etag: 4 });
  expect(ended).toEqual({ outcome: 'done', document: stored });
});

test('nobody begins on what another one holds, until that is over', async () => {
  stored = { ...stored, heldUntil: after(minute) };
  expect(await work(() => Promise.reject(new Error('must not run')))).toEqual({ outcome: 'busy' });
  pass(minute);
  expect(await work(async () => undefined)).toMatchObject({ outcome: 'done' });
});

test('of two that work at once, the second to save loses and leaves all as it is', async () => {
  const ended = await work(async (held) => {
    stored = { ...stored, done: 7, etag: 9 };
    await held.save({ done: 1 });
  });
  expect(ended).toEqual({ outcome: 'lost' });
  expect(stored).toMatchObject({ done: 7, etag: 9 });
});

test('a failure keeps what was done, frees it and says why, without what follows the ? of an address', async () => {
  const ended = await work(async (held) => {
    await held.save({ done: 1 });
    throw new Rejected('Forbidden', 'GET https://example.com/a?sig=secret answered 403');
  });
  expect(ended).toEqual({ outcome: 'failed', code: 'Forbidden' });
  const message = 'GET https://example.com/a?... answered 403';
  expect(stored).toEqual({ done: 1, etag: 3, error: { at: after(0), code: 'Forbidden', message } });
});

test('what is throttled is left alone for as long as was asked for', async () => {
  const ended = await work(() => Promise.reject(new Throttled(90)));
  expect(ended).toEqual({ outcome: 'throttled', retryAfterSeconds: 90 });
  expect(stored).toMatchObject({ heldUntil: after(90_000), error: { code: 'Throttled' } });
  expect(await work(async () => undefined)).toEqual({ outcome: 'busy' });
});

test('a piece is late after four minutes', async () => {
  await work(async (held) => {
    pass(4 * minute);
    expect(held.isLate()).toBe(false);
    pass(4 * minute + 1);
    expect(held.isLate()).toBe(true);
  });
});
