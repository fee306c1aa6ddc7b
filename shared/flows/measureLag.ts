import { partitionStates } from '../core/ingest/partitionLag';
import type { HubPositionDocument } from '../model/ingestMetrics';
import type { PartitionLag } from './ports/metrics';
import type { Ports } from './ports';

/**
 * Tells OpenTelemetry how far the hub is ahead, for one alarm that holds for all of ingest. What was known last serves while
 * the store is down: then nothing gets done, and the lag must be seen to grow.
 */
export function createLagMeter(
  ports: Pick<Ports, 'now' | 'metrics' | 'telemetryHub' | 'meter' | 'log'>,
): () => Promise<{ partitions: number; lagMessages: number; lagSeconds: number }> {
  let known: HubPositionDocument[] = [];

  async function positions(): Promise<HubPositionDocument[]> {
    try {
      known = await ports.metrics.positions();
    } catch (error) {
      ports.log.warn('The positions of the telemetry hub cannot be read', { error: String(error) });
    }
    return known;
  }

  return async () => {
    const ends = await ports.telemetryHub.partitions();
    const lags = partitionStates(ends, await positions(), ports.now()).map(
      ({ partition, lagMessages, lagSeconds }): PartitionLag => ({
        partitionId: partition,
        messages: lagMessages ?? 0,
        ...(lagSeconds !== null && { seconds: lagSeconds }),
      }),
    );
    ports.meter.lag(lags);
    return {
      partitions: lags.length,
      lagMessages: lags.reduce((sum, { messages }) => sum + messages, 0),
      lagSeconds: Math.max(0, ...lags.map(({ seconds = 0 }) => seconds)),
    };
  };
}
