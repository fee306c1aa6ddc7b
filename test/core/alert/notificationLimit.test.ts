import { notifiedAgain } from '../../../shared/core/alert/notificationLimit';
import type { Severity } from '../../../shared/model/alert';

const start = Date.parse('2026-11-21T00:00:00.000Z');
const hour = 3_600_000;

/** How many of these moments are told of. */
function told(severity: Severity, hours: number[]): number {
  let times: string[] = [];
  return hours.filter((at) => {
    const next = notifiedAgain(times, severity, new Date(start + at * hour));
    times = next ?? times;
    return next !== undefined;
  }).length;
}

test.each<[Severity, number]>([
  ['High', 4],
  ['Medium', 2],
  ['Low', 1],
])('%s is told of %i times within a day', (severity, times) =>
  expect(told(severity, [...Array(24).keys()])).toBe(times),
);

test('a day later there is room again', () => expect(told('Low', [0, 1, 24, 25])).toBe(2));
