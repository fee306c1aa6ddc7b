import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { credentialOf } from '../identity/credential';
import type { MeterSettings } from './openTelemetry';

/** Each exporter is loaded only where it is used. */
export async function createExporter(settings: MeterSettings): Promise<PushMetricExporter> {
  const connectionString = settings.APPLICATIONINSIGHTS_CONNECTION_STRING;
  if (connectionString) {
    const { AzureMonitorMetricExporter } = await import('@azure/monitor-opentelemetry-exporter');
    const credential = identityOf(settings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING);
    return new AzureMonitorMetricExporter({ connectionString, ...credential });
  }
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
  const endpoint = (settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? '').replace(/\/+$/, '');
  return new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` });
}

/** `ClientId=...;Authorization=AAD`, as the Functions host reads it: local authentication is off in what we deploy. */
function identityOf(text = ''): { credential?: ReturnType<typeof credentialOf> } {
  const parts = new Map(text.split(';').map((part) => part.split('=', 2) as [string, string]));
  return parts.get('Authorization') === 'AAD' ? { credential: credentialOf(parts.get('ClientId')) } : {};
}
