import { type DequeuedMessageItem, RestError } from '@azure/storage-queue';
import { z } from 'zod';
import type { FunctionDefinition } from '../functionDefinition';
import type { HostContext } from '../hostContext';
import type { Listener } from '../listener';
import { createPollLoop } from '../pollLoop';
import { decodeMessage, queueWork } from './queueWork';
import { type TakenMessage, createTakenMessages } from './takenMessages';

const optionsSchema = z.object({ queueName: z.string().min(1), connection: z.string().default('AzureWebJobsStorage') });

/**
 * Seconds a taken message stays hidden; renewed at half time while its function runs. Azure takes 10 minutes: a shorter
 * time only shows after a crash between taking messages and recording them.
 */
const invisibleSeconds = 60;

const identity = ({ messageId, popReceipt }: DequeuedMessageItem): TakenMessage => ({ messageId, popReceipt });

const isMissing = (error: unknown): boolean => error instanceof RestError && error.statusCode === 404;

/** Reads one storage queue for one function: success deletes, failure shows the message again or poisons it. */
export function createQueueListener(definition: FunctionDefinition, host: HostContext): Listener {
  const { connection, queueName } = optionsSchema.parse(definition.trigger);
  const { batchSize, maxDequeueCount, visibilityTimeout, maxPollingInterval, messageEncoding, newBatchThreshold } =
    host.hostJson.extensions.queues;
  const threshold = newBatchThreshold ?? Math.floor(batchSize / 2);
  const service = host.clients.queues(connection);
  const queue = service.getQueueClient(queueName.toLowerCase());
  const poison = queue.name.endsWith('-poison') ? undefined : service.getQueueClient(`${queue.name}-poison`);
  const taken = createTakenMessages(queue, host.blobs, host.hostId, host.ownerId);
  const inFlight = new Map<string, { message: DequeuedMessageItem; done: Promise<void> }>();
  const log = (level: 'information' | 'warning' | 'error', text: string): void =>
    host.log(level, `Host.Triggers.Queue.${queue.name}`, text, definition.name);
  let renewal: NodeJS.Timeout | undefined;
  let released = false;
  let freed: (() => void) | undefined;

  const identities = (): TakenMessage[] => [...inFlight.values()].map(({ message }) => identity(message));

  async function moveToPoison(message: DequeuedMessageItem): Promise<void> {
    if (poison === undefined)
      return log('error', `Message ${message.messageId} failed and ${queue.name} has no poison queue`);
    await poison.createIfNotExists();
    await poison.sendMessage(message.messageText);
    await queue.deleteMessage(message.messageId, message.popReceipt);
    log('warning', `Message ${message.messageId} has been moved to queue '${poison.name}'`);
  }

  async function settleFailure(message: DequeuedMessageItem): Promise<void> {
    if (message.dequeueCount >= maxDequeueCount) return moveToPoison(message);
    await setVisibility(message, Math.round(visibilityTimeout / 1000));
  }

  async function handle(message: DequeuedMessageItem): Promise<void> {
    const text = decodeMessage(message.messageText, messageEncoding);
    if (text === undefined || message.dequeueCount > maxDequeueCount) return moveToPoison(message);
    const outcome = await host.dispatcher.run(definition, queueWork(message, text));
    if (outcome.status !== 'succeeded') return settleFailure(message);
    await queue.deleteMessage(message.messageId, message.popReceipt);
  }

  function take(message: DequeuedMessageItem): void {
    const done = handle(message)
      .catch((error: unknown) => log('error', `Message ${message.messageId} could not be settled: ${String(error)}`))
      .finally(() => {
        inFlight.delete(message.messageId);
        freed?.();
        loop.wake();
      });
    inFlight.set(message.messageId, { message, done });
  }

  async function setVisibility(message: DequeuedMessageItem, seconds: number): Promise<void> {
    const updated = await queue.updateMessage(message.messageId, message.popReceipt, undefined, seconds);
    message.popReceipt = updated.popReceipt ?? message.popReceipt;
  }

  async function renew(): Promise<void> {
    const messages = [...inFlight.values()].map(({ message }) => message);
    const renewals = await Promise.allSettled(messages.map((message) => setVisibility(message, invisibleSeconds)));
    const failed = renewals.filter(({ status }) => status === 'rejected').length;
    if (failed > 0) log('warning', `${failed} of ${messages.length} running messages could not be kept hidden`);
    await taken.record(identities());
  }

  async function poll(signal: AbortSignal): Promise<boolean> {
    while (inFlight.size > threshold && !signal.aborted) {
      await new Promise<void>((resolve) => (freed = resolve));
    }
    if (signal.aborted) return false;
    const options = { numberOfMessages: batchSize, visibilityTimeout: invisibleSeconds };
    const received = await queue.receiveMessages(options).catch((error: unknown) => {
      if (isMissing(error)) return { receivedMessageItems: [] };
      throw error;
    });
    const messages = received.receivedMessageItems;
    if (messages.length === 0) return false;
    if (signal.aborted) {
      await Promise.all(messages.map((message) => setVisibility(message, 0)));
      return false;
    }
    await taken
      .record([...identities(), ...messages.map(identity)])
      .catch((error: unknown) => log('warning', `Taken messages could not be recorded: ${String(error)}`));
    messages.forEach(take);
    return true;
  }

  const loop = createPollLoop({
    poll,
    delay: (fruitless) => Math.min(maxPollingInterval, 100 * 2 ** Math.min(fruitless - 1, 20)),
    onError: (error) => log('error', `Polling failed: ${String(error)}`),
  });

  async function start(): Promise<void> {
    if (!released) {
      const count = await taken.release();
      released = true;
      if (count > 0) log('information', `${count} messages of the previous process are visible again`);
    }
    renewal = setInterval(() => {
      if (inFlight.size > 0) renew().catch((error: unknown) => log('warning', `Renewal failed: ${String(error)}`));
    }, invisibleSeconds * 500);
    loop.start();
  }

  async function stop(): Promise<void> {
    const looped = loop.stop();
    freed?.();
    await looped;
    await Promise.all([...inFlight.values()].map(({ done }) => done));
    clearInterval(renewal);
  }

  async function idle(): Promise<boolean> {
    return inFlight.size === 0 && (await loop.pollsEmpty()) && inFlight.size === 0;
  }
  return { start, stop, idle, wake: loop.wake };
}
