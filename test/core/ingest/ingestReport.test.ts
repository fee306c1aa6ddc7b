import { countRow } from '../../../shared/core/ingest/countRows';
import { ingestReport } from '../../../shared/core/ingest/ingestReport';
import { ratesOf } from '../../../shared/core/ingest/ingestRates';
import type { IngestCountDocument } from '../../../shared/model/ingestMetrics';
import type { RecordCount } from '../../../shared/model/recordCount';

const now = new Date('2026-11-21T12:00:30.000Z');
const stored = (records: number, source = 'a'): RecordCount => ({
  workspaceId: 'w',
  source,
  outcome: 'stored',
  records,
});
const minute = (minutesAgo: number, counts: RecordCount[]): IngestCountDocument => ({
  ...countRow({ workspaceId: 'w', instance: 'i', period: 'minute', at: new Date(now.getTime() - minutesAgo * 60_000) }),
  counts,
});
const day = (instance: string, counts: RecordCount[]): IngestCountDocument => ({
  ...countRow({ workspaceId: 'w', instance, period: 'day', at: now }),
  counts,
});

describe('rates', () => {
  test('are records in a second over the window', () => {
    const rows = [minute(0, [stored(60)]), minute(4, [stored(240)])];
    expect(ratesOf(rows, now, () => true)).toEqual({ oneMinute: 1, fiveMinutes: 1, sixtyMinutes: 0.083 });
  });

  test('count the first minute of a window with the share that it still holds', () => {
    // 12:00:30 minus one minute lies in the middle of 11:59.
    expect(ratesOf([minute(1, [stored(60)])], now, () => true).oneMinute).toBe(0.5);
  });

  test('are zero for what is longer ago, and for what is not wanted', () => {
    expect(ratesOf([minute(61, [stored(60)])], now, () => true).sixtyMinutes).toBe(0);
    expect(ratesOf([minute(0, [stored(60)])], now, ({ source }) => source === 'b').oneMinute).toBe(0);
  });

  test('a row from a clock that runs ahead counts once', () => {
    expect(ratesOf([minute(-2, [stored(60)])], now, () => true).oneMinute).toBe(1);
  });
});

test('sums up what all instances wrote, and received is the sum of what became of it', () => {
  const quarantined: RecordCount = { ...stored(2), outcome: 'quarantined', reason: 'NotJson', source: '' };
  const report = ingestReport(
    [
      day('one', [stored(5), quarantined]),
      day('two', [stored(1, 'b'), { ...stored(3), outcome: 'duplicate' }, quarantined]),
    ],
    [],
    now,
  );
  expect(report.totals).toEqual({ received: 13, stored: 6, duplicates: 3, quarantined: 4 });
  expect(report.sources.map(({ source, received }) => [source, received])).toEqual([
    ['a', 8],
    ['', 4],
    ['b', 1],
  ]);
  expect(report.workspaces).toEqual([{ workspaceId: 'w', ...report.totals }]);
  expect(report.reasons).toEqual([{ source: '', reason: 'NotJson', records: 4 }]);
});

test('rows of one minute or day of one instance have one id, others another', () => {
  const at = (text: string, period: 'minute' | 'day') =>
    countRow({ workspaceId: 'w', instance: 'i', period, at: new Date(text) });
  expect(at('2026-11-21T12:00:01Z', 'minute')).toEqual(at('2026-11-21T12:00:59Z', 'minute'));
  expect(at('2026-11-21T12:00:59Z', 'minute').id).not.toBe(at('2026-11-21T12:01:00Z', 'minute').id);
  expect(at('2026-11-21T00:00:00Z', 'day')).toMatchObject({ pk: 'day|2026-11', from: '2026-11-21T00:00:00.000Z' });
  expect(at('2026-11-21T00:00:00Z', 'day').ttl).toBeUndefined();
  expect(at('2026-11-21T00:00:00Z', 'minute')).toMatchObject({ pk: 'minute|2026-11-21T00', ttl: 7200 });
});
