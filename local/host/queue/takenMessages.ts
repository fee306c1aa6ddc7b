import { createHash } from 'node:crypto';
import { type QueueClient, RestError } from '@azure/storage-queue';
import { z } from 'zod';
import type { HostBlobs } from '../connections/hostBlobs';
import { tryParseJson } from '../typedData';

const takenSchema = z.array(z.object({ messageId: z.string(), popReceipt: z.string() }));

export type TakenMessage = z.infer<typeof takenSchema>[number];

/**
 * A blob that names the messages this owner has hidden from the queue. After a crash the next process of the same owner
 * makes them visible at once instead of waiting for the end of their invisibility.
 */
export interface TakenMessages {
  record: (messages: TakenMessage[]) => Promise<void>;
  /** Makes the recorded messages visible; returns how many there were. */
  release: () => Promise<number>;
}

/** The message is gone (404), or somebody took it since (400 PopReceiptMismatch): nothing to give back. */
function isSettled(error: unknown): boolean {
  return error instanceof RestError && (error.statusCode === 404 || error.code === 'PopReceiptMismatch');
}

export function createTakenMessages(
  queue: QueueClient,
  blobs: HostBlobs,
  hostId: string,
  ownerId: string,
): TakenMessages {
  const owner = createHash('sha256').update(`${ownerId}\n${queue.accountName}`).digest('hex').slice(0, 16);
  const path = `queues/${hostId}/${owner}/${queue.name}.json`;

  async function makeVisible({ messageId, popReceipt }: TakenMessage): Promise<number> {
    try {
      await queue.updateMessage(messageId, popReceipt, undefined, 0);
      return 1;
    } catch (error) {
      if (isSettled(error)) return 0;
      throw error;
    }
  }

  async function release(): Promise<number> {
    const text = await blobs.read(path);
    const taken = takenSchema.safeParse(text === undefined ? [] : tryParseJson(text));
    const released = await Promise.all((taken.data ?? []).map(makeVisible));
    return released.reduce((sum, one) => sum + one, 0);
  }

  return { record: (messages) => blobs.write(path, JSON.stringify(messages)), release };
}
