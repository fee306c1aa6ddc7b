import { EventHubProducerClient, type EventData } from '@azure/event-hubs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { filePositions } from '../../agent/positions';
import { runOnce } from '../../agent/runOnce';
import { sendRecords } from '../../agent/sendRecords';
import { bodiesOf, recordingFiles } from './recordings';

export interface Sender {
  /** Runs the collector once on this machine (or below another root). Answers how many records it sent. */
  collect(): Promise<number>;
  /** Sends a recording. Answers how many bodies it sent. */
  replay(path: string): Promise<number>;
  close(): Promise<void>;
}

const retryOptions = { maxRetries: 5, retryDelayInMs: 500, timeoutInMs: 15_000 };

/** Sends to the telemetry hub as a remote agent would: over AMQP, with the public SDK. */
export function openSender(options: {
  hubs: string;
  data: string;
  root: string;
  subscriptionId: string;
  warn: (message: string) => void;
}): Sender {
  const producer = new EventHubProducerClient(options.hubs, 'telemetry', { retryOptions });
  const machine = `/subscriptions/${options.subscriptionId}/resourceGroups/local/providers/Microsoft.HybridCompute/machines/${hostname()}`;
  const positions = filePositions(join(options.data, 'agent-state.json'), options.warn);
  return {
    async collect() {
      const run = await runOnce({
        root: options.root,
        resourceId: machine,
        positions,
        now: () => new Date(),
        deliver: (records) => sendRecords(producer, records),
      });
      return run.records;
    },
    async replay(path) {
      let sent = 0;
      for (const file of await recordingFiles(path)) {
        for await (const body of bodiesOf(file)) {
          await send(producer, file, { body });
          sent += 1;
        }
      }
      return sent;
    },
    close: () => producer.close(),
  };
}

/** One key per file: its lines stay in order in one partition. */
async function send(producer: EventHubProducerClient, partitionKey: string, event: EventData): Promise<void> {
  const batch = await producer.createBatch({ partitionKey: partitionKey.slice(-128) });
  if (!batch.tryAdd(event)) throw new Error(`A record in ${partitionKey} is larger than the hub takes`);
  await producer.sendBatch(batch);
}
