import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child';

/** Of each hub, by its name: where its partitions end. */
export type HubStats = Record<string, { partitions: { lastSequence: number }[] }>;
type Counters = Record<string, { invocations: number; failures: number; running: number; lastError?: string }>;

/** A change feed is polled every second and a queue every two: nothing new for longer than that means nothing is left. */
const quietMs = 3_000;

/**
 * Waits until everything that was sent is processed: checkpoints at the end of both hubs, queues empty, and no function
 * has run for a while. Throws after `deadlineMs` with what is still open.
 */
export async function settle(services: Child, host: Child, storage: string, deadlineMs: number): Promise<void> {
  const started = Date.now();
  let quietSince = Date.now();
  let invocations = -1;
  while (Date.now() - quietSince < quietMs) {
    await pause(200);
    const counters = (await host.ask('counters')) as Counters;
    const sum = Object.values(counters).reduce((total, counter) => total + counter.invocations, 0);
    const open =
      (await openWork((await services.ask('hubs')) as HubStats, storage, counters['work']?.failures)) ??
      ((await host.ask('idle')) ? undefined : 'functions are at work');
    if (open || sum !== invocations) [quietSince, invocations] = [Date.now(), sum];
    if (Date.now() - started > deadlineMs)
      throw new Error(`Not done after ${deadlineMs / 1000} s: ${open ?? 'functions still run'}`);
  }
}

/**
 * What of both hubs and queues is still to be taken; undefined when there is nothing. Functions may still be at work on the last of
 * it. Work that is put off (a second look for instances that noticed a change late, a source that asked for a pause) is for later,
 * unless there were failures of work: then what waits may be tried again.
 */
export async function openWork(stats: HubStats, storage: string, failures = 0): Promise<string | undefined> {
  const checkpoints = await checkpointsIn(storage);
  for (const hub of ['telemetry', 'signals']) {
    const behind = stats[hub]!.partitions.findIndex(
      ({ lastSequence }, partition) => lastSequence > (checkpoints.get(`${hub}/${partition}`) ?? -1),
    );
    if (behind >= 0) return `partition ${behind} of the hub ${hub} is not read to its end`;
  }
  const queues = QueueServiceClient.fromConnectionString(storage);
  const { peekedMessageItems: due } = await queues.getQueueClient('work').peekMessages();
  if (due.length > 0) return 'messages wait in the queue work';
  for (const queue of failures > 0 ? ['work', 'deliveries'] : ['deliveries']) {
    const { approximateMessagesCount = 0 } = await queues.getQueueClient(queue).getProperties();
    if (approximateMessagesCount > 0) return `${approximateMessagesCount} messages wait in the queue ${queue}`;
  }
  return undefined;
}

/** `hub/partition` to the sequence number of its checkpoint. */
async function checkpointsIn(storage: string): Promise<Map<string, number>> {
  const container = BlobServiceClient.fromConnectionString(storage).getContainerClient('azure-webjobs-eventhub');
  const checkpoints = new Map<string, number>();
  for await (const { name, metadata } of container.listBlobsFlat({ includeMetadata: true })) {
    const found = /\/([^/]+)\/[^/]+\/checkpoint\/(\d+)$/.exec(name);
    if (found) checkpoints.set(`${found[1]}/${found[2]}`, Number(metadata?.['sequencenumber'] ?? -1));
  }
  return checkpoints;
}
