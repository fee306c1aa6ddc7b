import { paced } from '../../shared/flows/paced';

/** A clock that only sleeping moves. */
function clockAt(start: number) {
  const slept: number[] = [];
  let now = start;
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  return { clock, slept, pass: (milliseconds: number) => (now += milliseconds) };
}

test('what comes first, or after the gap, waits for nothing', async () => {
  const { clock, slept, pass } = clockAt(10_000);
  const turn = paced(500, clock);
  await turn('0');
  pass(500);
  await turn('0');
  expect(slept).toEqual([]);
});

test('what comes sooner waits for the rest of the gap', async () => {
  const { clock, slept, pass } = clockAt(0);
  const turn = paced(500, clock);
  await turn('0');
  pass(120);
  await turn('0');
  await turn('0');
  expect(slept).toEqual([380, 500]);
});

test('keys do not wait for each other', async () => {
  const { clock, slept } = clockAt(0);
  const turn = paced(500, clock);
  await turn('0');
  await turn('1');
  expect(slept).toEqual([]);
});
