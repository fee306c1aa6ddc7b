import type { IngestCountDocument } from '../../model/ingestMetrics';
import type { QuarantineReason } from '../../model/quarantineReason';
import type { RecordCount } from '../../model/recordCount';
import { type Rates, ratesOf } from './ingestRates';

/** received = stored + duplicates + quarantined. */
export interface RecordTotals {
  received: number;
  stored: number;
  duplicates: number;
  quarantined: number;
}

export interface IngestReport {
  totals: RecordTotals;
  rates: Rates;
  /** Most records first. `source` is empty for what no source was asked about. */
  sources: ({ source: string; rates: Rates } & RecordTotals)[];
  workspaces: ({ workspaceId: string } & RecordTotals)[];
  reasons: { source: string; reason: QuarantineReason; records: number }[];
}

/** Totals from the rows of days, rates from those of minutes. */
export function ingestReport(
  days: readonly IngestCountDocument[],
  minutes: readonly IngestCountDocument[],
  now: Date,
): IngestReport {
  const counts = days.flatMap((row) => row.counts);
  const sources = [...new Set(counts.map(({ source }) => source))].map((source) => ({
    source,
    ...totalsOf(counts.filter((count) => count.source === source)),
    rates: ratesOf(minutes, now, (count) => count.source === source),
  }));
  const workspaces = [...new Set(counts.map(({ workspaceId }) => workspaceId))].sort().map((workspaceId) => ({
    workspaceId,
    ...totalsOf(counts.filter((count) => count.workspaceId === workspaceId)),
  }));
  return {
    totals: totalsOf(counts),
    rates: ratesOf(minutes, now, () => true),
    sources: sources.sort((a, b) => b.received - a.received || (a.source < b.source ? -1 : 1)),
    workspaces,
    reasons: reasonsOf(counts),
  };
}

function totalsOf(counts: readonly RecordCount[]): RecordTotals {
  const sum = { stored: 0, duplicate: 0, quarantined: 0 };
  for (const { outcome, records } of counts) sum[outcome] += records;
  const { stored, duplicate, quarantined } = sum;
  return { received: stored + duplicate + quarantined, stored, duplicates: duplicate, quarantined };
}

function reasonsOf(counts: readonly RecordCount[]): IngestReport['reasons'] {
  const sums = new Map<string, IngestReport['reasons'][number]>();
  for (const { source, reason, records } of counts) {
    if (reason === undefined) continue;
    const key = `${source}|${reason}`;
    sums.set(key, { source, reason, records: (sums.get(key)?.records ?? 0) + records });
  }
  return [...sums.values()].sort((a, b) => b.records - a.records || (a.reason < b.reason ? -1 : 1));
}
