import { isStale } from '../../../../shared/core/posture/freshness/freshness';

const now = new Date('2026-11-21T12:00:00Z');
const before = (hours: number, minutes: number) =>
  new Date(now.getTime() - (hours * 60 + minutes) * 60_000).toISOString();

describe('isStale', () => {
  test.each([
    [8, 7, 59, false],
    [8, 8, 0, false],
    [8, 8, 1, true],
    [24, 23, 59, false],
    [24, 24, 1, true],
    [48, 47, 59, false],
    [48, 48, 1, true],
  ])('limit %d h, snapshot %d h %d min old: %s', (limit, hours, minutes, expected) => {
    expect(isStale(before(hours, minutes), limit, now)).toBe(expected);
  });

  test('a time that cannot be read is stale', () => {
    expect(isStale('yesterday', 24, now)).toBe(true);
  });
});
