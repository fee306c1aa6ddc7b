/** What `/api/v1/metrics` answers, as far as it is printed. */
export interface PrintedMetrics {
  since: string;
  totals: Totals;
  rates: Rates;
  sources: ({ source: string; rates: Rates } & Totals)[];
  reasons: { source: string; reason: string; records: number; advice: string }[];
  hub: string;
  partitions: {
    partition: string;
    lagMessages: number | null;
    lagSeconds: number | null;
    doneSequence: number | null;
  }[];
}

interface Totals {
  received: number;
  stored: number;
  duplicates: number;
  quarantined: number;
}
interface Rates {
  oneMinute: number;
  fiveMinutes: number;
  sixtyMinutes: number;
}

const shownSources = 20;
const shownReasons = 12;

const right = (value: number | string, width: number): string => String(value).padStart(width);
const figures = ({ received, stored, duplicates, quarantined }: Totals, rates: Rates): string =>
  [received, stored, duplicates, quarantined, rates.oneMinute, rates.fiveMinutes, rates.sixtyMinutes]
    .map((figure) => right(figure, 11))
    .join('');
const nameOf = (source: string): string => (source === '' ? '(no source)' : source).slice(0, 24).padEnd(24);

/** Figures of ingest for people. */
export function printMetrics(metrics: PrintedMetrics, print: (line: string) => void): void {
  print(`Telemetry since ${metrics.since.slice(0, 10)}, rates in records a second`);
  const heads = ['received', 'stored', 'duplicates', 'quarantined', '1 min', '5 min', '60 min'];
  print(`  ${'source'.padEnd(24)}${heads.map((head) => right(head, 11)).join('')}`);
  print(`  ${'all'.padEnd(24)}${figures(metrics.totals, metrics.rates)}`);
  for (const row of metrics.sources.slice(0, shownSources)) print(`  ${nameOf(row.source)}${figures(row, row.rates)}`);
  if (metrics.sources.length > shownSources) print(`  … and ${metrics.sources.length - shownSources} more`);
  if (metrics.reasons.length > 0) print('Quarantined');
  for (const { source, reason, records, advice } of metrics.reasons.slice(0, shownReasons))
    print(`  ${right(records, 8)} ${reason.padEnd(16)} ${nameOf(source)} ${advice}`);
  print(metrics.hub === 'ok' ? 'Lag behind the hub' : 'Lag behind the hub is not known: the hub does not answer');
  for (const { partition, lagMessages, lagSeconds, doneSequence } of metrics.partitions)
    print(
      `  partition ${partition.padEnd(4)} ${right(lagMessages ?? '?', 9)} messages ${right(lagSeconds ?? '?', 8)} s   done up to ${doneSequence ?? '-'}`,
    );
}
