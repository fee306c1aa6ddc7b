import type { Socket } from 'node:net';
import { create_container, type Container, type EventContext, type Receiver, type Sender } from 'rhea';
import { AmqpFault, notFound } from './amqpFault';
import { openConsumer, type Consumer } from './consumer';
import type { Hub } from './hub';
import { parseLinkAddress } from './linkAddress';
import { MAX_MESSAGE_BYTES, openPublisher, type Publisher } from './publisher';
import { answer, authorize, manage, type Reply, type RequestContext } from './request';
import { acceptSocket, MAX_FRAME_BYTES, takeOversize, tapSession } from './rheaInternals';
import { enableSasl } from './sasl';
import { isGranted, type Grant, type SharedAccessKey } from './sharedAccess';

export interface Namespace {
  /** Throws AmqpFault for an unknown hub. */
  hub: (name: string) => Hub;
  sharedAccessKey: SharedAccessKey | undefined;
  now: () => number;
  log: (line: string) => void;
}

const IDEMPOTENT = 'com.microsoft:idempotent-producer';

/** Serves one AMQP connection. Returns how to end it from this side. */
export function servePeer(socket: Socket, namespace: Namespace): () => void {
  const { log } = namespace;
  const grants = new Map<string, Grant>();
  const consumers = new Map<Sender, Consumer>();
  const publishers = new Map<Receiver, Publisher>();
  const container = create_container({ id: 'skywarden-eventhubs' });
  enableSasl(container, namespace.sharedAccessKey, grants);

  const context = (): RequestContext => ({ ...namespace, grants, now: namespace.now() });
  const endConsumers = (ends: (consumer: Consumer, sender: Sender) => boolean): void => {
    for (const [sender, consumer] of consumers) {
      if (!ends(consumer, sender)) continue;
      consumer.stop();
      consumers.delete(sender);
    }
  };
  const requireGrant = (address: string): void => {
    if (!namespace.sharedAccessKey || isGranted(grants.values(), address, namespace.now())) return;
    throw new AmqpFault(
      'amqp:unauthorized-access',
      `Unauthorized access. No token for '${address.slice(0, 200)}' was put on this connection.`,
    );
  };

  container.on('session_open', ({ session }: EventContext) => {
    if (!session) return;
    tapSession(session, MAX_MESSAGE_BYTES, () => {
      for (const consumer of consumers.values()) if (consumer.session === session) consumer.resume();
    });
  });
  container.on('receiver_open', ({ receiver }: EventContext) => {
    if (!receiver) return;
    admit(receiver, () => {
      const text = addressOf(receiver.target);
      const address = parseLinkAddress(text);
      if (address.node === 'consumer') throw new AmqpFault('amqp:not-allowed', 'A consumer group cannot be sent to.');
      if (address.node === 'hub') {
        requireGrant(text);
        if ([receiver.desired_capabilities].flat().includes(IDEMPOTENT)) {
          throw new AmqpFault('amqp:not-implemented', 'This endpoint does not offer idempotent publishing.');
        }
        publishers.set(receiver, openPublisher(namespace.hub(address.hub), address.partition, log));
      } else {
        const handle = address.node === 'cbs' ? authorize : manage;
        publishers.set(
          receiver,
          requests(text, (request) => handle(request, context())),
        );
      }
      receiver.set_target({ address: text });
    });
  });
  container.on('sender_open', ({ sender, session, connection }: EventContext) => {
    if (!sender || !session) return;
    admit(sender, () => {
      const text = addressOf(sender.source);
      const address = parseLinkAddress(text);
      if (address.node === 'hub')
        throw new AmqpFault('amqp:not-allowed', 'Receive from a partition of a consumer group.');
      if (address.node === 'consumer') {
        requireGrant(text);
        const peer = { connection, session, sender, socket };
        consumers.set(sender, openConsumer(peer, namespace.hub(address.hub), address, namespace));
      }
      sender.set_source({ address: text });
    });
  });
  container.on('message', ({ receiver, delivery, message, ...rest }: EventContext & { format?: number }) => {
    const publisher = receiver && publishers.get(receiver);
    if (!receiver || !delivery) return;
    if (publisher) publisher(receiver, delivery, message as unknown as Buffer, rest.format ?? 0);
    else delivery.reject({ condition: 'amqp:illegal-state', description: 'The link is closed.' });
  });
  container.on('sender_close', ({ sender }: EventContext) => endConsumers((_, owner) => owner === sender));
  container.on('receiver_close', ({ receiver }: EventContext) => receiver && publishers.delete(receiver));
  container.on('session_close', ({ session }: EventContext) => {
    endConsumers((consumer) => consumer.session === session);
    for (const receiver of publishers.keys()) if (receiver.session === session) publishers.delete(receiver);
  });
  reportFaults(container, socket, log);
  const peer = acceptSocket(container, socket, { max_message_size: MAX_MESSAGE_BYTES });
  socket.on('data', () => {
    if (peer.pendingFrameBytes() <= MAX_FRAME_BYTES) return;
    log('peer dropped: a frame larger than allowed');
    socket.destroy();
  });
  socket.on('close', () => {
    endConsumers(() => true);
    peer.gone();
  });
  return () => {
    peer.connection.close({ condition: 'amqp:connection:forced', description: 'The endpoint is stopping.' });
    setImmediate(() => setImmediate(() => socket.destroySoon()));
  };
}

/** Opens a link, or tells the peer why not. */
function admit(link: Sender | Receiver, open: () => void): void {
  try {
    open();
  } catch (error) {
    if (!(error instanceof AmqpFault)) throw error;
    link.close({ condition: error.condition, description: error.message });
  }
}

function addressOf(terminus: { address?: unknown } | null | undefined): string {
  if (typeof terminus?.address !== 'string') throw notFound('(no address)');
  return terminus.address;
}

function requests(address: string, handle: (request: unknown) => Reply): Publisher {
  return (receiver, delivery, bytes) => {
    if (takeOversize(receiver)) return delivery.reject({ condition: 'amqp:link:message-size-exceeded' });
    if (answer(receiver.session, address, bytes, handle)) return delivery.accept();
    const description = `Open a receiver on ${address} in this session before asking, for the answer.`;
    delivery.reject({ condition: 'amqp:precondition-failed', description });
  };
}

function reportFaults(container: Container, socket: Socket, log: (line: string) => void): void {
  const ends = [
    'sender_error',
    'receiver_error',
    'session_error',
    'connection_error',
    'connection_close',
    'disconnected',
  ];
  for (const event of ends) {
    container.on(event, ({ error }: EventContext) => error && log(`peer: ${event}: ${String(error)}`));
  }
  for (const event of ['error', 'protocol_error']) {
    container.on(event, (error: unknown) => {
      log(`peer dropped: ${error instanceof Error ? error.message : String(error)}`);
      socket.destroy();
    });
  }
}
