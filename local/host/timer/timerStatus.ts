import { z } from 'zod';
import type { TimerSchedule } from './timerSchedule';

/** .NET's default time: the timer never ran. */
export const never = '0001-01-01T00:00:00';

const statusSchema = z.object({ Last: z.string(), Next: z.string(), LastUpdated: z.string() });

/** Content of the status blob; ISO times. */
export type TimerStatus = z.infer<typeof statusSchema>;

export function parseTimerStatus(text: string | undefined): TimerStatus | undefined {
  if (text === undefined) return undefined;
  return statusSchema.parse(JSON.parse(text));
}

const sameTime = (a: string, b: Date): boolean => new Date(a).getTime() === b.getTime();

/**
 * What a start at `now` makes of the stored status: the status to go on with and whether a run was missed.
 * A changed schedule is never past due (azure-webjobs-sdk-extensions, `ScheduleMonitor.CheckPastDueAsync`).
 */
export function statusAtStart(
  stored: TimerStatus | undefined,
  schedule: TimerSchedule,
  now: Date,
): { status: TimerStatus; isPastDue: boolean } {
  if (stored === undefined) {
    const status = { Last: never, Next: schedule.next(now).toISOString(), LastUpdated: now.toISOString() };
    return { status, isPastDue: false };
  }
  const lastUpdated = stored.Last.startsWith(never) ? stored.LastUpdated : stored.Last;
  const expected = schedule.next(new Date(lastUpdated));
  if (sameTime(stored.Next, expected)) return { status: stored, isPastDue: now > expected };
  const next = now > expected ? schedule.next(now) : expected;
  const status = { Last: never, Next: next.toISOString(), LastUpdated: new Date(lastUpdated).toISOString() };
  return { status, isPastDue: false };
}

/** Status after a run that started at `now` and was due at `due` (timers may fire a little early). */
export function statusAfterRun(due: Date, schedule: TimerSchedule, now: Date): TimerStatus {
  const last = due > now ? due : now;
  const text = last.toISOString();
  return { Last: text, Next: schedule.next(last).toISOString(), LastUpdated: text };
}
