import type { IngestCountDocument } from '../../model/ingestMetrics';
import type { RecordCount } from '../../model/recordCount';

/** Records received in a second, on average over the last minutes. */
export interface Rates {
  oneMinute: number;
  fiveMinutes: number;
  sixtyMinutes: number;
}

const windows = { oneMinute: 1, fiveMinutes: 5, sixtyMinutes: 60 } as const;
const minuteMs = 60_000;

/**
 * Rates out of rows of whole minutes, for those records that `wanted` keeps. The current minute is not over, so the first minute of
 * a window counts with the share of it that the window still holds.
 */
export function ratesOf(
  minutes: readonly IngestCountDocument[],
  now: Date,
  wanted: (count: RecordCount) => boolean,
): Rates {
  const over = (width: number): number => {
    const start = now.getTime() - width * minuteMs;
    let records = 0;
    for (const { from, counts } of minutes) {
      const own = counts.reduce((sum, count) => sum + (wanted(count) ? count.records : 0), 0);
      const inside = Math.min(1, Math.max(0, (Date.parse(from) + minuteMs - start) / minuteMs));
      records += own * inside;
    }
    return Math.round((records / (width * 60)) * 1000) / 1000;
  };
  return {
    oneMinute: over(windows.oneMinute),
    fiveMinutes: over(windows.fiveMinutes),
    sixtyMinutes: over(windows.sixtyMinutes),
  };
}
