import { type MeterSettings, openTelemetry } from '../../../shared/adapters/telemetry/openTelemetry';
import type { ClosedAlert, PartitionLag } from '../../../shared/flows/ports/metrics';
import type { RecordCount } from '../../../shared/model/recordCount';

export interface MeterTask {
  settings: MeterSettings;
  /** Counted one after the other. */
  records: RecordCount[][];
  lags?: PartitionLag[];
  closed?: ClosedAlert[];
}

/** A process of its own: the exporters load modules in a way that the test runner does not have. Prints what was warned of. */
async function main(task: MeterTask): Promise<void> {
  const warnings: unknown[] = [];
  const meter = openTelemetry(task.settings, { warn: (message, facts) => void warnings.push({ message, ...facts }) });
  for (const counts of task.records) meter.records(counts);
  if (task.lags) meter.lag(task.lags);
  for (const alert of task.closed ?? []) meter.closed(alert);
  await meter.flush();
  process.stdout.write(JSON.stringify(warnings));
  process.exit(0);
}

void main(JSON.parse(process.argv[2]!) as MeterTask);
