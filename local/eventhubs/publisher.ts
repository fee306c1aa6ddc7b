import type { Delivery, Receiver } from 'rhea';
import { AmqpFault } from './amqpFault';
import type { Hub } from './hub';
import { incomingEvents } from './incomingEvents';
import { takeOversize } from './rheaInternals';

/** Largest message, and so largest batch, as in the Standard tier. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Stores what arrives on a peer's sender. Only a stored message is accepted. */
export type Publisher = (receiver: Receiver, delivery: Delivery, message: Buffer, format: number) => void;

/** Throws AmqpFault when the partition does not exist. */
export function openPublisher(hub: Hub, partition: string | undefined, log: (line: string) => void): Publisher {
  const fixed = partition === undefined ? undefined : hub.partition(partition).log;
  return (receiver, delivery, message, format) => {
    try {
      if (takeOversize(receiver)) throw oversize();
      const { partitionKey, records } = incomingEvents(message, format);
      (fixed ?? hub.partitionFor(partitionKey)).append(records, (error) => {
        if (!error) return delivery.accept();
        log(`${hub.name}: could not store a batch: ${error.message}`);
        delivery.reject({
          condition: 'amqp:internal-error',
          description: 'The batch could not be stored; see the log of the endpoint.',
        });
      });
    } catch (error) {
      if (!(error instanceof AmqpFault)) throw error;
      delivery.reject({ condition: error.condition, description: error.message });
    }
  };
}

function oversize(): AmqpFault {
  return new AmqpFault(
    'amqp:link:message-size-exceeded',
    `The received message exceeds the limit (${MAX_MESSAGE_BYTES} bytes) currently allowed on the link.`,
  );
}
