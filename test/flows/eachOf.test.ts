import { setTimeout as pause } from 'node:timers/promises';
import { eachOf } from '../../shared/flows/eachOf';

test('every item is acted on, never more than the width at a time', async () => {
  let running = 0;
  let most = 0;
  const seen: number[] = [];
  await eachOf([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++running);
    await pause(1);
    running--;
    seen.push(item);
  });
  expect(seen.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('an error ends it: what runs is finished, nothing new begins', async () => {
  const begun: number[] = [];
  const done: number[] = [];
  const run = eachOf([1, 2, 3, 4, 5, 6], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('first');
    await pause(5);
    done.push(item);
  });
  await expect(run).rejects.toThrow('first');
  expect(begun).toEqual([1, 2]);
  expect(done).toEqual([2]);
});

test('no items are no work', async () => {
  await expect(eachOf([], 4, () => Promise.reject(new Error('never')))).resolves.toBeUndefined();
});
