import type { Socket } from 'node:net';
import type { Connection, Sender, Session } from 'rhea';
import { AmqpFault } from './amqpFault';
import type { Hub } from './hub';
import { deliveryOf, runtimeMetrics } from './delivery';
import type { Reader } from './readerGroup';
import { parseStartPosition } from './startPosition';
import { heldByRhea, sendable, sendDeliveries } from './transferFrame';

export interface Consumer {
  session: Session;
  /** Goes on sending; called when credit or window came. */
  resume(): void;
  /** Ends without a word to the peer. */
  stop(): void;
}

const TURN_BYTES = 512 * 1024;
const SELECTOR = 'apache.org:selector-filter:string';
const METRICS = 'com.microsoft:enable-receiver-runtime-metric';

/** Serves a receiver of the peer. Throws AmqpFault when it is refused. */
export function openConsumer(
  peer: { connection: Connection; session: Session; sender: Sender; socket: Socket },
  hub: Hub,
  address: { group: string; partition: string },
  { now, log: report }: { now: () => number; log: (line: string) => void },
): Consumer {
  const { connection, session, sender, socket } = peer;
  const { index, log } = hub.partition(address.partition);
  const readers = hub.readers(address.group, index);
  const cursor = log.cursorAt(parseStartPosition(selectorOf(sender)));
  const wantsMetrics = ([sender.desired_capabilities].flat() as unknown[]).includes(METRICS);
  const reader: Reader = { name: nameOf(sender), epoch: epochOf(sender), disconnect: (fault) => refuse(fault) };
  let open = true;
  let scheduled = false;
  let blocked = false;
  let heldBefore = false;

  /** Runs on its own turn, where a throw would end the process: a log that cannot be read ends this link instead. */
  const pump = (): void => {
    scheduled = false;
    try {
      sendMore();
    } catch (error) {
      report(`${hub.name}/${address.partition}: a reader was disconnected: ${String(error)}`);
      refuse(new AmqpFault('amqp:internal-error', 'The partition cannot be read; see the log of the endpoint.'));
    }
  };
  const sendMore = (): void => {
    if (!open || blocked) return;
    if (heldByRhea(session)) return tryOnceMore();
    heldBefore = false;
    const room = sendable(sender, session);
    if (room === 0) return;
    if (socket.writableNeedDrain) return waitForDrain();
    const events = cursor.read(room, TURN_BYTES);
    if (events.length === 0) return;
    const metrics = wantsMetrics ? runtimeMetrics(log.state(), now()) : undefined;
    const deliveries = events.map((event) => deliveryOf(event, metrics));
    sendDeliveries(connection, session, sender, deliveries, (bytes) => socket.write(bytes));
    schedule();
  };
  /** rhea sends in the same turn, or waits for credit or window: then a flow resumes this too. */
  const tryOnceMore = (): void => {
    if (heldBefore) return;
    heldBefore = true;
    schedule();
  };
  const waitForDrain = (): void => {
    blocked = true;
    socket.once('drain', () => {
      blocked = false;
      schedule();
    });
  };
  /** Not at once: rhea writes its answer to an attach in the same turn, and other links get their share. */
  const schedule = (): void => {
    if (scheduled || !open) return;
    scheduled = true;
    setImmediate(pump);
  };
  const stopListening = log.onAppend(() => {
    if (!scheduled) pump();
  });
  const stop = (): void => {
    open = false;
    stopListening();
    readers.leave(reader);
  };
  const refuse = (fault: AmqpFault): void => {
    stop();
    sender.close({ condition: fault.condition, description: fault.message });
  };

  try {
    readers.admit(reader);
  } catch (error) {
    stop();
    throw error;
  }
  const resume = (): void => {
    heldBefore = false;
    schedule();
  };
  return { session, resume, stop };
}

function selectorOf(sender: Sender): string | undefined {
  const filter = (sender.source as { filter?: Record<string, unknown> | null } | null)?.filter?.[SELECTOR];
  if (filter === undefined || filter === null) return undefined;
  const value = typeof filter === 'object' && 'value' in filter ? filter.value : filter;
  if (typeof value !== 'string')
    throw new AmqpFault('com.microsoft:argument-error', 'The selector filter must be a string.');
  return value;
}

function epochOf(sender: Sender): number | undefined {
  const epoch: unknown = propertyOf(sender, 'com.microsoft:epoch');
  if (epoch === undefined || epoch === null) return undefined;
  if (Number.isSafeInteger(epoch) && (epoch as number) >= 0) return epoch as number;
  throw new AmqpFault('com.microsoft:argument-error', 'The epoch must be a whole number from 0.');
}

function nameOf(sender: Sender): string {
  const name: unknown = propertyOf(sender, 'com.microsoft:receiver-name');
  return typeof name === 'string' ? name.slice(0, 100) : sender.name.slice(0, 100);
}

function propertyOf(sender: Sender, key: string): unknown {
  return (sender.properties as Record<string, unknown> | null | undefined)?.[key];
}
