import {
  begun,
  closed,
  isOpen,
  mayPass,
  nextStep,
  postponed,
  secondsUntilDue,
} from '../../../shared/core/provisioning/deploymentSteps';

const now = new Date('2026-11-21T12:00:00.000Z');
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const reason = { code: 'OperationNotAllowed', message: 'The VM is not running.' };
const first = begun(undefined, '/m', now);

test('a new task runs, and nobody else runs it while it is held', () => {
  expect(nextStep(undefined, now)).toBe('run');
  expect(first).toMatchObject({ state: 'running', attempts: 1, createdAt: now.toISOString() });
  expect(nextStep(first, later(5.9))).toBe('later');
  expect(secondsUntilDue(first, now)).toBe(360);
  expect(nextStep(first, later(6))).toBe('run');
});

test('what waits is left alone until it is due, and the attempts go on counting', () => {
  const waiting = postponed(first, now, reason);
  expect(nextStep(waiting, later(4.9))).toBe('nothing');
  expect(nextStep(waiting, later(5))).toBe('run');
  expect(begun(waiting, '/m', later(5))).toMatchObject({ attempts: 2, createdAt: first.createdAt, reason });
});

test('each attempt waits longer than the one before, and the sixth is the last', () => {
  const delays: number[] = [];
  let deployment = first;
  while (isOpen(deployment)) {
    deployment = postponed(deployment, now, reason);
    if (!isOpen(deployment)) break;
    delays.push(secondsUntilDue(deployment, now) / 60);
    deployment = begun(deployment, '/m', now);
  }
  expect(delays).toEqual([5, 15, 60, 240, 1_440]);
  expect(deployment).toMatchObject({ state: 'failed', attempts: 6, reason });
});

test('right after its end nothing starts it again; later a new task begins', () => {
  const done = closed(first, 'succeeded', now);
  expect([nextStep(done, later(1_439)), nextStep(done, later(1_440))]).toEqual(['nothing', 'run']);
  const failed = closed(first, 'failed', now, reason);
  expect([nextStep(failed, later(59)), nextStep(failed, later(60))]).toEqual(['nothing', 'run']);
  expect(nextStep(closed(first, 'cancelled', now), now)).toBe('run');
  expect(begun(failed, '/m', later(60))).toMatchObject({ attempts: 1, createdAt: later(60).toISOString() });
});

test.each([
  [0, true],
  [200, true],
  [400, false],
  [401, false],
  [403, false],
  [408, true],
  [409, true],
  [429, true],
  [503, true],
])('a refusal with status %i may pass: %s', (status, expected) => {
  expect(mayPass(status)).toBe(expected);
});
