import { setTimeout as pause } from 'node:timers/promises';
import type { EventHubProducerClient } from '@azure/event-hubs';
import { createProducerCache } from '../../../shared/adapters/eventHubs/producerCache';

/** Producers that only know whether they were closed. */
function world(options: Parameters<typeof createProducerCache>[0] = {}) {
  const opened: { key: string; closed: number }[] = [];
  const cache = createProducerCache(options);
  const use = <T>(key: string, act: () => Promise<T>): Promise<T> => {
    const open = () => {
      const one = { key, closed: 0 };
      opened.push(one);
      return { close: async () => void one.closed++ } as unknown as EventHubProducerClient;
    };
    return cache.use(key, open, act);
  };
  return { cache, opened, use };
}
const nothing = async () => undefined;

test('one producer per key stays open from use to use', async () => {
  const { cache, opened, use } = world();
  for (const key of ['a', 'a', 'b', 'a']) await use(key, nothing);
  expect(opened).toEqual([
    { key: 'a', closed: 0 },
    { key: 'b', closed: 0 },
  ]);
  await cache.closeAll();
  expect(opened.map(({ closed }) => closed)).toEqual([1, 1]);
  expect(cache.size()).toBe(0);
});

test('one that failed is closed, and the next use opens afresh', async () => {
  const { opened, use } = world();
  await expect(use('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  await use('a', nothing);
  expect(opened.map(({ closed }) => closed)).toEqual([1, 0]);
});

test('one that another still uses is closed when that is done', async () => {
  const { opened, use } = world();
  const slow = use('a', () => pause(20));
  await expect(use('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(opened.map(({ closed }) => closed)).toEqual([0]);
  await slow;
  expect(opened.map(({ closed }) => closed)).toEqual([1]);
});

test('the one unused longest makes room', async () => {
  const { cache, opened, use } = world({ most: 2 });
  for (const key of ['a', 'b', 'a', 'c']) await use(key, nothing);
  expect(opened.map(({ key, closed }) => [key, closed])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ]);
  expect(cache.size()).toBe(2);
});

test('one that nobody uses for a while is closed', async () => {
  const { cache, opened, use } = world({ idleMs: 10 });
  await use('a', nothing);
  while (cache.size() > 0) await pause(5);
  expect(opened[0]!.closed).toBe(1);
});

test('one in use is not idle', async () => {
  const { opened, use } = world({ idleMs: 5 });
  await use('a', nothing);
  await use('a', () => pause(30));
  expect(opened).toHaveLength(1);
});
