import type { EventHubConsumerClient, EventPosition, ReceivedEventData, Subscription } from '@azure/event-hubs';
import type { Checkpoints } from './checkpoints';

export interface PartitionReaderOptions {
  consumer: EventHubConsumerClient;
  partitionId: string;
  startPosition: EventPosition;
  checkpoints: Checkpoints;
  batch: { maximum: number; minimum: number; maxWait: number; prefetch: number; checkpointEvery: number };
  /** Runs the function; false when the batch is not done because the host stops. */
  handle: (events: ReceivedEventData[]) => Promise<boolean>;
  log: (level: 'information' | 'warning' | 'error', text: string) => void;
}

export interface PartitionReader {
  start: () => void;
  stop: () => Promise<void>;
  idle: () => Promise<boolean>;
}

/** After this time without a batch the last ones are checkpointed although their number is below the frequency. */
const idleCheckpointAfter = 600_000;

/**
 * Seconds of one wait of the SDK. An event ends it at once; but when the connection breaks in the middle of it, the SDK waits
 * to its end before it opens the link again (`partitionReceiver.ts`: closing the receiver drops its error handler).
 */
const waitSeconds = 2;

/**
 * The SDK grants new credit on every wait that ends early and never takes any back (event-hubs.md), so a burst after a
 * quiet time would fill memory. A reader that may have granted this many credits starts again with none.
 */
const creditLimit = 50_000;

/** Reads one partition: batches one after another, a checkpoint only behind handled ones. */
export function createPartitionReader(options: PartitionReaderOptions): PartitionReader {
  const { consumer, partitionId, startPosition, checkpoints, batch, handle, log } = options;
  let pending: ReceivedEventData[] = [];
  let subscription: Subscription | undefined;
  let turn: Promise<void> = Promise.resolve();
  let busy = false;
  let stopped = false;
  let unsaved = 0;
  let credit = 0;
  let waitTimer: NodeJS.Timeout | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  async function save(): Promise<void> {
    clearTimeout(idleTimer);
    if (unsaved === 0) return;
    try {
      await checkpoints.save(partitionId);
      unsaved = 0;
    } catch (error) {
      log('warning', `partition ${partitionId}: checkpoint failed: ${String(error)}`);
    }
  }

  async function deliver(events: ReceivedEventData[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    busy = true;
    const done = await handle(events).finally(() => (busy = false));
    if (!done) {
      stopped = true;
      return;
    }
    checkpoints.handled(partitionId, { sequenceNumber: last.sequenceNumber, offset: last.offset });
    unsaved++;
    if (unsaved >= batch.checkpointEvery) return save();
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => void inTurn(save), idleCheckpointAfter).unref();
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(work);
    return turn;
  }

  async function deliverFrom(least: number): Promise<void> {
    clearTimeout(waitTimer);
    while (!stopped && pending.length >= least && pending.length > 0) await deliver(pending.splice(0, batch.maximum));
    if (stopped || pending.length === 0) return;
    waitTimer = setTimeout(() => void inTurn(() => deliverFrom(1)), batch.maxWait);
  }

  function startAgainWithoutCredit(): void {
    const previous = subscription;
    subscription = undefined;
    void inTurn(async () => {
      await previous?.close();
      pending = [];
      if (!stopped) subscribe();
    }).catch((error: unknown) => log('warning', `partition ${partitionId}: ${String(error)}`));
  }

  function subscribe(): void {
    credit = 0;
    let own: Subscription | undefined;
    const isCurrent = (): boolean => !stopped && (own === undefined || own === subscription);
    const handlers = {
      processEvents: async (events: ReceivedEventData[]) => {
        if (!isCurrent()) return;
        credit += Math.max(batch.prefetch, batch.maximum) - events.length;
        pending.push(...events);
        await inTurn(() => deliverFrom(batch.minimum));
        if (credit > creditLimit && events.length < batch.maximum && isCurrent()) startAgainWithoutCredit();
      },
      processError: async (error: Error) => {
        if (isCurrent()) log('information', `partition ${partitionId}: ${error.name}: ${error.message}`);
      },
      // What a lost reader had delivered and is not handled yet comes again with the next one.
      processInitialize: () => inTurn(async () => void (pending = [])),
    };
    own = consumer.subscribe(partitionId, handlers, {
      startPosition,
      maxBatchSize: batch.maximum,
      maxWaitTimeInSeconds: waitSeconds,
      prefetchCount: batch.prefetch,
      skipParsingBodyAsJson: true,
    });
    subscription = own;
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearTimeout(waitTimer);
    await Promise.all([subscription?.close(), turn]);
    await save();
  }

  async function idle(): Promise<boolean> {
    if (busy || pending.length > 0) return false;
    const { isEmpty, lastEnqueuedSequenceNumber } = await consumer.getPartitionProperties(partitionId);
    const handled = checkpoints.position(partitionId)?.sequenceNumber ?? -1;
    return (isEmpty || lastEnqueuedSequenceNumber <= handled) && !busy && pending.length === 0;
  }
  return { start: subscribe, stop, idle };
}
