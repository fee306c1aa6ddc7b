export const dateParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type DatePart = (typeof dateParts)[number];

const written = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/;
const dayMs = 86_400_000;

/** One number of a date as it is written, whatever its zone; the week is that of ISO 8601. Undefined for other texts. */
export function datePart(text: string, part: DatePart): number | undefined {
  const found = written.exec(text.trim());
  if (found === null) return undefined;
  const [year, month, day, hour, minute] = found.slice(1).map((digits) => (digits ? Number(digits) : undefined));
  if (part === 'week') return isoWeek(Date.UTC(year!, month! - 1, day));
  return { year, month, day, hour, minute }[part];
}

/** The week of a day is that of its Thursday; the first week is the one that holds the first Thursday. */
function isoWeek(time: number): number {
  const weekday = (new Date(time).getUTCDay() + 6) % 7;
  const thursday = time + (3 - weekday) * dayMs;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday - newYear) / (7 * dayMs));
}
