import type { ObservableResult } from '@opentelemetry/api';
import type { MeterProviderOptions } from '@opentelemetry/sdk-metrics';
import type { ClosedAlert, PartitionLag, StaleCount } from '../../flows/ports/metrics';
import type { Log } from '../../flows/ports/log';
import type { RecordCount } from '../../model/recordCount';
import { createExporter } from './exporter';
import type { MeterSettings } from './openTelemetry';

export interface Instruments {
  records(counts: readonly RecordCount[]): void;
  lag(partitions: readonly PartitionLag[]): void;
  closed(alert: ClosedAlert): void;
  stale(counts: readonly StaleCount[]): void;
  flush(): Promise<void>;
}

const exportEveryMs = 60_000;
const exportTimeoutMs = 10_000;
/** One instance measures the lag each minute; what it said last is no lag any more once another one does. */
const lagHoldsMs = 150_000;

type Resource = NonNullable<MeterProviderOptions['resource']>;

/** The one that the SDK makes by itself names no service, and Application Insights calls its role by that. */
const attributes = { 'service.name': 'skywarden' };
const resource: Resource = {
  attributes,
  merge: () => resource,
  getRawAttributes: () => Object.entries(attributes),
};

/** Names follow the semantic conventions of OpenTelemetry; docs/operate.md lists them. */
export async function createInstruments(settings: MeterSettings, log: Pick<Log, 'warn'>): Promise<Instruments> {
  const { DiagLogLevel, diag } = await import('@opentelemetry/api');
  const { MeterProvider, PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics');
  const quiet = (): void => undefined;
  const warn = (message: string, ...facts: unknown[]): void =>
    log.warn('OpenTelemetry', { message: `${message} ${facts.map(String).join(' ')}`.slice(0, 1000) });
  diag.setLogger({ error: warn, warn, info: quiet, debug: quiet, verbose: quiet }, { logLevel: DiagLogLevel.WARN });
  const exporter = await createExporter(settings);
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: exportEveryMs,
    exportTimeoutMillis: exportTimeoutMs,
  });
  const meter = new MeterProvider({ resource, readers: [reader] }).getMeter('skywarden');
  const counter = meter.createCounter('skywarden.ingest.records', {
    unit: '{record}',
    description: 'Records received, by what became of them',
  });
  const closed = meter.createCounter('skywarden.alerts.closed', {
    unit: '{alert}',
    description: 'Alerts that people closed, by rule and by what they found out',
  });
  const stale = meter.createGauge('skywarden.assessments.stale', {
    unit: '{assessment}',
    description: 'Assessments that rest on snapshots older than their limit',
  });
  const lagMessages = meter.createObservableGauge('skywarden.ingest.lag', {
    unit: '{message}',
    description: 'Messages of a partition of the telemetry hub that are not done',
  });
  const lagSeconds = meter.createObservableGauge('skywarden.ingest.lag.duration', {
    unit: 's',
    description: 'Age of the newest message of a partition that is done while others wait',
  });
  let known: { at: number; partitions: readonly PartitionLag[] } = { at: 0, partitions: [] };
  const observe = (value: (lag: PartitionLag) => number | undefined) => (result: ObservableResult) => {
    if (Date.now() - known.at > lagHoldsMs) return;
    for (const lag of known.partitions) {
      const seen = value(lag);
      if (seen !== undefined) result.observe(seen, { partition: lag.partitionId });
    }
  };
  lagMessages.addCallback(observe(({ messages }) => messages));
  lagSeconds.addCallback(observe(({ seconds }) => seconds));

  return {
    records: (counts) => {
      for (const { workspaceId, source, outcome, reason, records } of counts)
        counter.add(records, { workspace: workspaceId, source, outcome, ...(reason && { reason }) });
    },
    closed: ({ ruleId, alertType, verdict }) => closed.add(1, { rule: ruleId, 'alert.type': alertType, verdict }),
    stale: (counts) => {
      for (const { subscriptionId, hours, verdicts } of counts)
        stale.record(verdicts, { subscription: subscriptionId, 'limit.hours': hours });
    },
    lag: (partitions) => void (known = { at: Date.now(), partitions }),
    flush: () => reader.forceFlush({ timeoutMillis: exportTimeoutMs }),
  };
}
