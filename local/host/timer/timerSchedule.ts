import { Cron } from 'croner';
import { parseTimeSpan } from '../timeSpan';

export interface TimerSchedule {
  /** The next occurrence after `now`. */
  next: (now: Date) => Date;
  /** Less than a minute between occurrences: Azure keeps no status for such timers. */
  isFrequent: boolean;
}

/** Marks that croner knows and NCRONTAB does not: an expression with them would only work locally. */
const notNcrontab = /[?LW#@]/;
const dayAndMonthNames = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)\w*/gi;

function cronSchedule(expression: string, timezone: string | undefined): TimerSchedule {
  const fields = expression.trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 6 || notNcrontab.test(expression.replace(dayAndMonthNames, ''))) {
    throw new Error(`"${expression}" is no NCRONTAB expression {second} {minute} {hour} {day} {month} {day-of-week}`);
  }
  // NCRONTAB wants day-of-month and day-of-week to match both, and allows `5/15`.
  const options = {
    domAndDow: true,
    sloppyRanges: true,
    paused: true,
    ...(timezone === undefined ? {} : { timezone }),
  };
  const cron = new Cron(fields.length === 5 ? `0 ${fields.join(' ')}` : fields.join(' '), {
    ...options,
    mode: '6-part',
  });

  function next(now: Date): Date {
    const found = cron.nextRun(now);
    if (found === null) throw new Error(`"${expression}" has no occurrence after ${now.toISOString()}`);
    return found;
  }
  const occurrences = cron.nextRuns(5, new Date('2026-01-01T00:00:00Z'));
  const gaps = occurrences.slice(1).map((time, at) => time.getTime() - (occurrences[at]?.getTime() ?? 0));
  return { next, isFrequent: gaps.some((gap) => gap < 60_000) };
}

/**
 * Schedule of a timer trigger: NCRONTAB of six fields (five: second 0) or a TimeSpan, in the local time zone or in
 * `timezone` (IANA name). Throws on anything else.
 */
export function timerSchedule(expression: string, timezone?: string): TimerSchedule {
  const interval = parseTimeSpan(expression);
  if (interval === undefined) return cronSchedule(expression, timezone);
  if (interval <= 0) throw new Error(`the interval "${expression}" must be positive`);
  return { next: (now) => new Date(now.getTime() + interval), isFrequent: interval < 60_000 };
}
