import { EventHubProducerClient } from '@azure/event-hubs';
import type { Part } from '../../local/start/part';
import { type MixName, mixes } from './mixes';

export interface SenderSettings {
  /** Connection string of the namespace. */
  hubs: string;
  hub: string;
  mix: MixName;
  /** Number of the first run, so that no message is equal to one of another sender. */
  firstRun: number;
  /** Messages of each run. */
  runs: number[];
}

/** Milliseconds since 1970 of the first call of the SDK. */
export interface Sent {
  startedAt: number;
}

const perBatch = 250;
const inFlight = 4;
/** Machines and services whose messages stay in order: partition keys. */
const keys = 16;

/** A sender in a process of its own, with the SDK: `prepare` makes the messages of the next run, `send` sends them. */
export async function startSender({ hubs, hub, mix, firstRun, runs }: SenderSettings): Promise<Part> {
  const { messageOf } = mixes[mix];
  const producer = new EventHubProducerClient(hubs, hub);
  await producer.getPartitionIds();
  let next = 0;
  let batches: Buffer[][] = [];

  function prepare(): void {
    const messages = runs[next]!;
    const run = firstRun + next;
    next += 1;
    batches = [];
    for (let at = 0; at < messages; at += perBatch) {
      const length = Math.min(perBatch, messages - at);
      batches.push(Array.from({ length }, (_, offset) => Buffer.from(messageOf(run, at + offset))));
    }
  }

  async function sendBatch(bodies: Buffer[], partitionKey: string): Promise<void> {
    const batch = await producer.createBatch({ partitionKey });
    for (const body of bodies) {
      if (!batch.tryAdd({ body })) throw new Error('The batch is larger than the hub takes');
    }
    await producer.sendBatch(batch);
  }

  async function send(): Promise<Sent> {
    const startedAt = Date.now();
    const open = batches.entries();
    const worker = async () => {
      for (const [at, bodies] of open) await sendBatch(bodies, `sender-${at % keys}`);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    return { startedAt };
  }

  return { facts: {}, answers: { prepare, send }, stop: () => producer.close() };
}
