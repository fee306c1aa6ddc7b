import type { Config } from '../../config';
import type { Log } from '../../flows/ports/log';
import type { Meter } from '../../flows/ports/metrics';
import { once } from '../once';
import { createInstruments, type Instruments } from './instruments';

/** Where metrics go: Azure Monitor wins when both are set, as on Azure it is the one that the deployment made. */
export type MeterSettings = Pick<
  Config,
  'APPLICATIONINSIGHTS_CONNECTION_STRING' | 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING' | 'OTEL_EXPORTER_OTLP_ENDPOINT'
>;

const silent: Meter = {
  records: () => undefined,
  lag: () => undefined,
  closed: () => undefined,
  stale: () => undefined,
  flush: async () => undefined,
};

/**
 * Metrics for OpenTelemetry, or for nobody when no setting says where to. The SDK is loaded with the first figure, not at start.
 * What goes wrong is logged: telemetry never waits for its own metrics.
 */
export function openTelemetry(settings: MeterSettings, log: Pick<Log, 'warn'>): Meter {
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: azure, OTEL_EXPORTER_OTLP_ENDPOINT: otlp } = settings;
  if (!azure && !otlp) return silent;
  let isLoaded = false;
  const instruments = once(async (): Promise<Instruments> => {
    isLoaded = true;
    return createInstruments(settings, log);
  });
  const use = async (act: (loaded: Instruments) => void | Promise<void>): Promise<void> => {
    try {
      await act(await instruments());
    } catch (error) {
      log.warn('OpenTelemetry does not take metrics', { error: String(error) });
    }
  };
  return {
    records: (counts) => void use((loaded) => loaded.records(counts)),
    lag: (partitions) => void use((loaded) => loaded.lag(partitions)),
    closed: (alert) => void use((loaded) => loaded.closed(alert)),
    stale: (counts) => void use((loaded) => loaded.stale(counts)),
    flush: async () => {
      if (isLoaded) await use((loaded) => loaded.flush());
    },
  };
}
