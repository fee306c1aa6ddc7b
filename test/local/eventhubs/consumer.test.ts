import { EventHubConsumerClient, EventHubProducerClient, earliestEventPosition } from '@azure/event-hubs';
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { startEventHubs } from '../../../local/eventhubs/startEventHubs';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

jest.setTimeout(20_000);

describe('openConsumer', () => {
  it('disconnects a reader with an error when the log cannot be read, and the endpoint lives on', async () => {
    const lines: string[] = [];
    const endpoint = await startEventHubs({
      folder,
      port: 0,
      hubs: [{ name: 'telemetry', partitionCount: 1 }],
      log: (line) => lines.push(line),
    });
    const retryOptions = { maxRetries: 0, timeoutInMs: 3000 };
    const producer = new EventHubProducerClient(endpoint.connectionString('telemetry'), { retryOptions });
    await producer.sendBatch([{ body: 'a' }]);
    const partition = join(folder, 'telemetry', '0');
    truncateSync(join(partition, readdirSync(partition)[0] as string), 10);
    const consumer = new EventHubConsumerClient('$Default', endpoint.connectionString('telemetry'), { retryOptions });
    const error = await new Promise<Error>((resolve) => {
      const handlers = { processEvents: async () => {}, processError: async (reason: Error) => resolve(reason) };
      consumer.subscribe('0', handlers, { startPosition: earliestEventPosition });
    });
    expect(error).toMatchObject({ code: 'InternalServerError' });
    expect(lines.join()).toContain('the file is shorter than it was');
    expect((await producer.getEventHubProperties()).name).toBe('telemetry');
    await Promise.all([consumer.close(), producer.close()]);
    await endpoint.stop();
  });
});
