// A sender of its own process: `@azure/event-hubs` keeps timers when its hub is killed, and they end with the process.
const { EventHubProducerClient } = require('@azure/event-hubs');

const retryOptions = { maxRetries: 0, timeoutInMs: 5_000 };
const producer = new EventHubProducerClient(process.argv[2], 'telemetry', { retryOptions });

process.on('disconnect', () => process.exit(0));
process.on('message', ({ id, bodies, partitionId }) => {
  const events = bodies.map((body) => ({ body: Buffer.from(body) }));
  producer.sendBatch(events, { partitionId }).then(
    () => process.send({ id, ok: true }),
    (error) => process.send({ id, ok: false, reason: String(error) }),
  );
});
