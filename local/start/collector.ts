import { EventHubProducerClient } from '@azure/event-hubs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { closeProducer } from '../../agent/openProducer';
import { filePositions } from '../../agent/positions';
import { runOnce } from '../../agent/runOnce';
import { sendRecords } from '../../agent/sendRecords';

export interface Collector {
  /** One run on this machine, or below another root. Answers how many records it sent. */
  collect(): Promise<number>;
  close(): Promise<void>;
}

export interface CollectorOptions {
  hubs: string;
  data: string;
  root: string;
  subscriptionId: string;
  warn: (message: string) => void;
}

const retryOptions = { maxRetries: 5, retryDelayInMs: 500, timeoutInMs: 15_000 };

/** Runs the collector as it runs on a remote machine: over AMQP, with the public SDK. */
export function openCollector({ hubs, data, root, subscriptionId, warn }: CollectorOptions): Collector {
  const producer = new EventHubProducerClient(hubs, 'telemetry', { retryOptions });
  const group = `/subscriptions/${subscriptionId}/resourceGroups/local`;
  const resourceId = `${group}/providers/Microsoft.HybridCompute/machines/${hostname()}`;
  const positions = filePositions(join(data, 'agent-state.json'), warn);
  const deliver = (records: Parameters<typeof sendRecords>[1]) => sendRecords(producer, records);
  return {
    collect: async () => (await runOnce({ root, resourceId, positions, now: () => new Date(), deliver })).records,
    close: () => closeProducer(producer),
  };
}
