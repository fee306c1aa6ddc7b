import { app } from '@azure/functions';
import { flows } from '../../shared/app';

// The SDK's type lacks `dataType`; the host knows it and hands over bytes, which gzip and broken UTF-8 need.
const binary = { dataType: 'binary' };

app.eventHub('ingestTelemetry', {
  connection: 'EVENT_HUBS',
  eventHubName: '%TELEMETRY_HUB%',
  cardinality: 'many',
  ...binary,
  retry: {
    strategy: 'exponentialBackoff',
    maxRetryCount: -1,
    minimumInterval: { seconds: 1 },
    maximumInterval: { minutes: 1 },
  },
  handler: async (bodies, context) => {
    context.log(`ingested ${JSON.stringify(await flows().ingestTelemetry(bodies, context.triggerMetadata))}`);
  },
});
