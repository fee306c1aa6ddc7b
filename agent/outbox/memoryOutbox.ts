import type { AgentRecord } from '../record';
import { nothingDropped, type Outbox } from './outbox';
import { recordLine } from './recordLine';

const recordsPerDelivery = 64;

/** Forgets with the process. `limit` in bytes of JSON. */
export function memoryOutbox(limit: number, now: () => Date): Outbox {
  let waiting: { record: AgentRecord; bytes: number }[] = [];
  let sending: typeof waiting = [];
  let dropped = nothingDropped;

  const bytesOf = (entries: typeof waiting) => entries.reduce((sum, { bytes }) => sum + bytes, 0);

  function drop(count: number): void {
    const gone = waiting.slice(0, count);
    waiting = waiting.slice(count);
    dropped = {
      records: dropped.records + gone.length,
      bytes: dropped.bytes + bytesOf(gone),
      lastAt: now().toISOString(),
    };
  }

  return {
    append(records) {
      waiting.push(...records.map((record) => ({ record, bytes: recordLine(record).length })));
      let [excess, count] = [bytesOf(sending) + bytesOf(waiting) - limit, 0];
      for (; excess > 0 && count < waiting.length; count += 1) excess -= waiting[count]!.bytes;
      if (count > 0) drop(count);
    },
    async forward(deliver) {
      if (sending.length === 0) sending = waiting.splice(0, recordsPerDelivery);
      const count = sending.length;
      if (count > 0) await deliver(sending.map(({ record }) => record));
      sending = [];
      return count;
    },
    state: () => ({
      records: sending.length + waiting.length,
      bytes: bytesOf(sending) + bytesOf(waiting),
      dropped,
    }),
    close: () => undefined,
  };
}
