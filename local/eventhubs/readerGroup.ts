import { AmqpFault } from './amqpFault';

export interface Reader {
  name: string;
  /** The SDK's ownerLevel; undefined for a reader that shares the partition. */
  epoch: number | undefined;
  /** Closes the reader's link with the reason. */
  disconnect(fault: AmqpFault): void;
}

/** Readers of one partition in one consumer group. */
export interface ReaderGroup {
  /** Admits the reader and disconnects those it displaces; throws AmqpFault when it is refused. */
  admit(reader: Reader): void;
  leave(reader: Reader): void;
}

/** https://learn.microsoft.com/azure/event-hubs/event-hubs-features#consumer-groups */
const MAX_SHARED_READERS = 5;

export function createReaderGroup(): ReaderGroup {
  const readers = new Set<Reader>();
  return {
    admit: (reader) => {
      const owner = [...readers].find(({ epoch }) => epoch !== undefined);
      if (reader.epoch === undefined) admitShared(readers, owner);
      else displace(readers, owner, reader.name, reader.epoch);
      readers.add(reader);
    },
    leave: (reader) => {
      readers.delete(reader);
    },
  };
}

function admitShared(readers: ReadonlySet<Reader>, owner: Reader | undefined): void {
  if (owner) {
    throw new AmqpFault(
      'amqp:link:stolen',
      `At least one receiver for the endpoint is created with epoch of '${owner.epoch}', and so non-epoch receiver is not allowed. ` +
        'Either reconnect with a higher epoch, or make sure all receivers are closed or disconnected.',
    );
  }
  if (readers.size >= MAX_SHARED_READERS) {
    throw new AmqpFault(
      'amqp:resource-limit-exceeded',
      `Exceeded the maximum number of allowed receivers per partition in a consumer group which is ${MAX_SHARED_READERS}.`,
    );
  }
}

function displace(readers: Set<Reader>, owner: Reader | undefined, name: string, epoch: number): void {
  if (owner && (owner.epoch as number) > epoch) {
    throw new AmqpFault(
      'amqp:link:stolen',
      `Receiver '${name}' with epoch '${epoch}' is refused: a receiver with the higher epoch '${owner.epoch}' exists.`,
    );
  }
  for (const reader of readers) {
    readers.delete(reader);
    reader.disconnect(
      new AmqpFault(
        'amqp:link:stolen',
        `New receiver '${name}' with higher epoch of '${epoch}' is created hence current receiver '${reader.name}' ` +
          `with epoch '${reader.epoch ?? ''}' is getting disconnected.`,
      ),
    );
  }
}
