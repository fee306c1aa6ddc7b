import type { StatefulCase } from '../detector';

/** A Monday. */
const start = Date.parse('2026-01-05T00:00:00Z');
const hourMs = 3_600_000;
const days = 14;
const usualHours = [8, 9, 11, 14, 16];

/** The body of what is counted, at a time (ISO) and with a number of its own. */
export type BodyAt = (time: string, index: number) => string;

/**
 * Five a day for two weeks, then 100 within an hour of the night, and 8 in a day. One event of `bodyAt` counts as `each`, so that what is
 * measured in megabytes has cases of the same shape.
 */
export function countCases(alertType: string, what: string, bodyAt: BodyAt): StatefulCase[] {
  let index = 0;
  const at = (day: number, hour: number, minute = 0): string => {
    index++;
    return bodyAt(new Date(start + (day * 24 + hour) * hourMs + minute * 30_000).toISOString(), index);
  };
  const usual = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_, day) => usualHours.map((hour) => at(from + day, hour))).flat();
  return [
    {
      name: `5 ${what} a day for two weeks, then 100 in one night`,
      bodies: [...usual(0, days), ...Array.from({ length: 100 }, (_, minute) => at(days, 3, minute))],
      expect: [alertType],
    },
    {
      name: `5 ${what} a day for two weeks, then 8`,
      bodies: [...usual(0, days), ...[...usualHours, 17, 18, 20].map((hour) => at(days, hour))],
      expect: [],
    },
    {
      name: `100 ${what} of somebody new`,
      bodies: Array.from({ length: 100 }, (_, minute) => at(0, 3, minute)),
      expect: [],
    },
  ];
}
