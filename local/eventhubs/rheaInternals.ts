import type { Socket } from 'node:net';
import type { Connection, Container, Sender, Session } from 'rhea';

/**
 * What this endpoint uses of rhea beyond its typings; checked against 3.0.5, which package.json pins. Two reasons: events go
 * out as ready frames, several times cheaper than one Sender.send each; and a message is taken as bytes, so that rhea neither
 * re-types what it holds nor drops the connection over one it cannot decode.
 */
export interface SessionInternals {
  local: { channel: number };
  outgoing: {
    deliveries: { size: number; available(): number };
    next_delivery_id: number;
    next_pending_delivery: number;
    next_transfer_id: number;
    window: number;
    transfer_window(): number;
  };
  on_transfer(frame: TransferFrame): void;
  on_flow(frame: unknown): void;
  remote: { handles: Record<number, ReceiverInternals | undefined> };
}

export interface SenderInternals {
  credit: number;
  delivery_count: number;
  local: { handle: number };
}

interface ReceiverInternals {
  oversize?: boolean;
  assembled?: number;
  _incomplete?: unknown;
}

interface TransferFrame {
  performative: { handle: number; message_format: number | null | undefined };
  payload: Buffer | undefined;
}

interface ConnectionInternals {
  remote: { open?: { max_frame_size: number | null | undefined } };
  /** Size of the frame that is being received. */
  frame_size?: number;
  eof(): void;
  accept(socket: Socket): void;
}

/** Frames from peers are at most this long. */
export const MAX_FRAME_BYTES = 256 * 1024;

export function sessionInternals(session: Session): SessionInternals {
  return session as unknown as SessionInternals;
}

export function senderInternals(sender: Sender): SenderInternals {
  return sender as unknown as SenderInternals;
}

function connectionInternals(connection: Connection): ConnectionInternals {
  return connection as unknown as ConnectionInternals;
}

/**
 * Serves a socket that a net.Server accepted. Peers' senders get 1,000 credits; the SDK sleeps for a second when it has none.
 * What goes to peers' receivers is sent settled: they checkpoint.
 */
export function acceptSocket(container: Container, socket: Socket, receiverOptions: { max_message_size: number }) {
  writeTurnsAtOnce(socket);
  const connection = container.create_connection({
    max_frame_size: MAX_FRAME_BYTES,
    session_buffer_size: 8192,
    tcp_no_delay: true,
    receiver_options: { ...receiverOptions, autoaccept: false, credit_window: 1000 },
    sender_options: { snd_settle_mode: 1 },
  } as never);
  const internals = connectionInternals(connection);
  internals.accept(socket);
  return {
    connection,
    pendingFrameBytes: (): number => internals.frame_size ?? 0,
    /** After the socket has closed; rhea hears only of ends and errors. */
    gone: (): void => internals.eof(),
  };
}

/** rhea writes frame by frame: what one turn of the event loop writes leaves in one piece. */
function writeTurnsAtOnce(socket: Socket): void {
  const write = socket.write.bind(socket) as (bytes: Buffer) => boolean;
  let corked = false;
  const corkingWrite = (bytes: Buffer): boolean => {
    if (!corked) {
      corked = true;
      socket.cork();
      setImmediate(() => {
        corked = false;
        socket.uncork();
      });
    }
    return write(bytes);
  };
  Object.assign(socket, { write: corkingWrite });
}

/** The largest frame the peer takes; absent means any. */
export function peerFrameLimit(connection: Connection): number {
  return connectionInternals(connection).remote.open?.max_frame_size ?? Number.POSITIVE_INFINITY;
}

/** Whether the message that just arrived on the link was longer than allowed; its content has been thrown away. */
export function takeOversize(receiver: object): boolean {
  const link = receiver as ReceiverInternals;
  const oversize = link.oversize === true;
  link.oversize = false;
  return oversize;
}

/**
 * Hands every message over as bytes, keeps no more than `maxMessageBytes` of one, and reports each flow (rhea reports those
 * of links, not those of the session alone, which also let a blocked sender go on).
 */
export function tapSession(session: Session, maxMessageBytes: number, onFlow: () => void): void {
  const internals = sessionInternals(session);
  const onTransfer = internals.on_transfer.bind(session);
  const flow = internals.on_flow.bind(session);
  internals.on_transfer = (frame) => {
    const link = internals.remote.handles[frame.performative.handle];
    if (frame.performative.message_format === 0) frame.performative.message_format = null;
    if (link && frame.payload) {
      link.assembled = (link._incomplete ? (link.assembled ?? 0) : 0) + frame.payload.length;
      if (link.assembled > maxMessageBytes) {
        link.oversize = true;
        frame.payload = Buffer.alloc(0);
      }
    }
    onTransfer(frame);
  };
  internals.on_flow = (frame) => {
    flow(frame);
    onFlow();
  };
}
