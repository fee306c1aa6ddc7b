// The baseline: the trigger settings of functions/ingest/telemetry.ts, and a handler that only says how much it got.
const { app } = require('@azure/functions');

app.eventHub('baseline', {
  connection: 'EVENT_HUBS',
  eventHubName: '%TELEMETRY_HUB%',
  cardinality: 'many',
  dataType: 'binary',
  retry: {
    strategy: 'exponentialBackoff',
    maxRetryCount: -1,
    minimumInterval: { seconds: 1 },
    maximumInterval: { minutes: 1 },
  },
  handler: (bodies, context) => context.log(`handled {"messages":${bodies.length}}`),
});
