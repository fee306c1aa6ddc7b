import type { Severity } from '../../model/alert';

/** How often a day the same item is told of again: the limits that Defender for Cloud documents for mail (2026-05). */
const timesPerDay: Record<Severity, number> = { High: 4, Medium: 2, Low: 1, Informational: 1 };
const dayMs = 24 * 3600 * 1000;

/**
 * The times of notification with the one now, or undefined when the limit of the last 24 hours is reached. This has nothing to do
 * with the window in which findings become one alert: that counts occurrences, this spares who is told.
 */
export function notifiedAgain(times: readonly string[], severity: Severity, now: Date): string[] | undefined {
  const recent = times.filter((time) => now.getTime() - Date.parse(time) < dayMs);
  return recent.length < timesPerDay[severity] ? [...recent, now.toISOString()] : undefined;
}
