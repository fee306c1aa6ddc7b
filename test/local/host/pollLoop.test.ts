import { createPollLoop } from '../../../local/host/pollLoop';

const anHour = 3_600_000;

function counting(outcomes: boolean[]) {
  let polls = 0;
  const reached: (() => void)[] = [];
  const loop = createPollLoop({
    poll: async () => {
      reached.splice(0).forEach((resolve) => resolve());
      return outcomes[polls++] ?? false;
    },
    delay: () => anHour,
    onError: () => undefined,
    wakeGap: 0,
  });
  const nextPoll = (): Promise<void> => new Promise((resolve) => reached.push(resolve));
  return { loop, polls: () => polls, nextPoll };
}

test('polls again at once while it finds something', async () => {
  const { loop, polls } = counting([true, true, false]);
  loop.start();
  while (polls() < 3) await new Promise(setImmediate);
  expect(polls()).toBe(3);
  await loop.stop();
});

test('a wake-up ends the wait', async () => {
  const { loop, polls, nextPoll } = counting([]);
  loop.start();
  expect(polls()).toBe(1);
  const second = nextPoll();
  await new Promise(setImmediate);
  loop.wake();
  await second;
  await loop.stop();
  expect(polls()).toBe(2);
});

test('pollsEmpty looks now and says what it found', async () => {
  const { loop } = counting([false, false, true, false]);
  loop.start();
  await new Promise(setImmediate);
  expect([await loop.pollsEmpty(), await loop.pollsEmpty()]).toEqual([true, false]);
  await loop.stop();
  expect(await loop.pollsEmpty()).toBe(false);
});

test('a failing poll is reported and tried again', async () => {
  const errors: unknown[] = [];
  let polls = 0;
  const poll = async (): Promise<boolean> => {
    if (++polls === 1) throw new Error('down');
    return false;
  };
  const loop = createPollLoop({ poll, delay: () => 1, onError: (error) => errors.push(error) });
  loop.start();
  while (polls < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  await loop.stop();
  expect(errors).toEqual([new Error('down')]);
});

test('stop waits for the poll under way', async () => {
  let finish = (): void => undefined;
  let ended = false;
  const poll = async (): Promise<boolean> => {
    await new Promise<void>((resolve) => (finish = resolve));
    ended = true;
    return false;
  };
  const loop = createPollLoop({ poll, delay: () => anHour, onError: () => undefined });
  loop.start();
  const stopped = loop.stop();
  finish();
  await stopped;
  expect(ended).toBe(true);
});
