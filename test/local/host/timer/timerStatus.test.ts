import { timerSchedule } from '../../../../local/host/timer/timerSchedule';
import { never, statusAfterRun, statusAtStart } from '../../../../local/host/timer/timerStatus';

const hourly = timerSchedule('0 0 * * * *', 'Etc/UTC');
const at = (time: string): Date => new Date(`2026-11-21T${time}Z`);
const iso = (time: string): string => at(time).toISOString();

test('the first start writes a status of a timer that never ran', () => {
  const { status, isPastDue } = statusAtStart(undefined, hourly, at('10:30:00'));
  expect(status).toEqual({ Last: never, Next: iso('11:00:00'), LastUpdated: iso('10:30:00') });
  expect(isPastDue).toBe(false);
});

test('a start before the next occurrence goes on with the stored status', () => {
  const stored = { Last: iso('10:00:00'), Next: iso('11:00:00'), LastUpdated: iso('10:00:00') };
  expect(statusAtStart(stored, hourly, at('10:30:00'))).toEqual({ status: stored, isPastDue: false });
});

test('a start after the next occurrence is past due', () => {
  const stored = { Last: iso('10:00:00'), Next: iso('11:00:00'), LastUpdated: iso('10:00:00') };
  expect(statusAtStart(stored, hourly, at('13:30:00')).isPastDue).toBe(true);
});

test('a timer that never ran is past due counted from its first start', () => {
  const stored = { Last: never, Next: iso('11:00:00'), LastUpdated: iso('10:30:00') };
  expect(statusAtStart(stored, hourly, at('11:00:01')).isPastDue).toBe(true);
});

test('a changed schedule resets the status and is never past due', () => {
  const stored = { Last: iso('10:00:00'), Next: iso('10:05:00'), LastUpdated: iso('10:00:00') };
  const { status, isPastDue } = statusAtStart(stored, hourly, at('13:30:00'));
  expect(status).toEqual({ Last: never, Next: iso('14:00:00'), LastUpdated: iso('10:00:00') });
  expect(isPastDue).toBe(false);
});

test('a run counts as of its scheduled time when the timer fired a little early', () => {
  const early = new Date(at('11:00:00').getTime() - 3);
  expect(statusAfterRun(at('11:00:00'), hourly, early)).toEqual({
    Last: iso('11:00:00'),
    Next: iso('12:00:00'),
    LastUpdated: iso('11:00:00'),
  });
});

test('a late run counts as of its own time', () => {
  expect(statusAfterRun(at('11:00:00'), hourly, at('11:20:00'))).toMatchObject({
    Last: iso('11:20:00'),
    Next: iso('12:00:00'),
  });
});
