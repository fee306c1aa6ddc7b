import type { Listener } from '../../../local/host/listener';
import { createSupervisor } from '../../../local/host/supervisor';

function listener(starts: (() => Promise<void>)[]): Listener & { events: string[] } {
  const events: string[] = [];
  return {
    events,
    start: async () => {
      events.push('start');
      await starts.shift()?.();
    },
    stop: async () => void events.push('stop'),
    idle: async () => true,
  };
}

test('a start that fails is tried again', async () => {
  const failures: unknown[] = [];
  const source = listener([() => Promise.reject(new Error('no broker'))]);
  const supervisor = createSupervisor(source, (error) => failures.push(error));
  supervisor.start();
  expect(await supervisor.idle()).toBe(false);
  while (!(await supervisor.idle())) await new Promise((resolve) => setTimeout(resolve, 10));
  expect([failures, source.events]).toEqual([[new Error('no broker')], ['start', 'start']]);
  await supervisor.stop();
});

test('a stop ends the wait for the next try', async () => {
  let failed = (): void => undefined;
  const firstFailure = new Promise<void>((resolve) => (failed = resolve));
  const source = listener([() => Promise.reject(new Error('no broker'))]);
  const supervisor = createSupervisor(source, () => failed());
  supervisor.start();
  await firstFailure;
  await supervisor.stop();
  expect(source.events).toEqual(['start']);
});

test('it can be started again after a stop', async () => {
  const source = listener([]);
  const supervisor = createSupervisor(source, () => undefined);
  for (let round = 0; round < 2; round++) {
    supervisor.start();
    while (!(await supervisor.idle())) await new Promise(setImmediate);
    await supervisor.stop();
  }
  expect(source.events).toEqual(['start', 'stop', 'start', 'stop']);
});
