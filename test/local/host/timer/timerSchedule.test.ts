import { timerSchedule } from '../../../../local/host/timer/timerSchedule';

const next = (expression: string, now: string): string =>
  timerSchedule(expression, 'Etc/UTC').next(new Date(now)).toISOString();

// Known answers: Microsoft Learn, "Timer trigger for Azure Functions", NCRONTAB examples; 2026-11-21 is a Saturday.
test.each<[string, string, string]>([
  ['0 */5 * * * *', '2026-11-21T10:01:00Z', '2026-11-21T10:05:00.000Z'],
  ['0 0 * * * *', '2026-11-21T10:00:00Z', '2026-11-21T11:00:00.000Z'],
  ['0 0 */2 * * *', '2026-11-21T10:30:00Z', '2026-11-21T12:00:00.000Z'],
  ['0 0 9-17 * * *', '2026-11-21T17:30:00Z', '2026-11-22T09:00:00.000Z'],
  ['0 30 9 * * *', '2026-11-21T10:00:00Z', '2026-11-22T09:30:00.000Z'],
  ['0 30 9 * * 1-5', '2026-11-21T10:00:00Z', '2026-11-23T09:30:00.000Z'],
  ['0 30 9 * Jan Mon', '2026-11-21T10:00:00Z', '2027-01-04T09:30:00.000Z'],
  ['0,15 * * * * *', '2026-11-21T10:00:01Z', '2026-11-21T10:00:15.000Z'],
  ['*/5 * * * *', '2026-11-21T10:01:30Z', '2026-11-21T10:05:00.000Z'],
  ['0 5/15 * * * *', '2026-11-21T10:06:00Z', '2026-11-21T10:20:00.000Z'],
])('%s after %s is %s', (expression, now, expected) => {
  expect(next(expression, now)).toBe(expected);
});

test('day-of-month and day-of-week must both match', () => {
  expect(next('0 0 0 13 * 5', '2026-11-21T00:00:00Z')).toBe('2027-08-13T00:00:00.000Z');
});

test('a TimeSpan counts from now', () => {
  expect(next('01:30:00', '2026-11-21T10:00:00Z')).toBe('2026-11-21T11:30:00.000Z');
});

test('the time zone moves the schedule', () => {
  const schedule = timerSchedule('0 30 9 * * *', 'America/New_York');
  expect(schedule.next(new Date('2026-11-21T00:00:00Z')).toISOString()).toBe('2026-11-21T14:30:00.000Z');
});

test.each([
  ['*/10 * * * * *', true],
  ['0 * * * * *', false],
  ['00:00:30', true],
  ['00:01:00', false],
])('%s is more frequent than a minute: %s', (expression, expected) => {
  expect(timerSchedule(expression).isFrequent).toBe(expected);
});

test.each(['', '* * * *', '0 0 0 L * *', '0 0 0 * * 1#2', '0 61 * * * *', '@daily', '-00:01:00', '0 0 0 30 2 *'])(
  '%p is refused',
  (expression) => {
    expect(() => timerSchedule(expression).next(new Date())).toThrow(/NCRONTAB|CronPattern|no occurrence|positive/);
  },
);
