import type { Connection, Sender, Session } from 'rhea';
import type { Delivery } from './delivery';
import { peerFrameLimit, senderInternals, sessionInternals } from './rheaInternals';

/** Frame header of 8 bytes and a transfer of 24: handle, delivery id, tag of 4 bytes, format 0, settled. */
const HEAD_BYTES = 32;

/** How many deliveries may go out now: link credit, the session's window, and what rhea can hold when it has to send them. */
export function sendable(sender: Sender, session: Session): number {
  const { outgoing } = sessionInternals(session);
  const { credit } = senderInternals(sender);
  return Math.max(0, Math.min(credit, outgoing.transfer_window() || 0, outgoing.deliveries.available()));
}

/** Whether rhea has deliveries of its own to send in this session. */
export function heldByRhea(session: Session): boolean {
  return sessionInternals(session).outgoing.deliveries.size > 0;
}

/**
 * Sends settled deliveries, all in one buffer. Only valid for at most `sendable` of them and while rhea holds no
 * delivery of its own in this session, so that the numbers here and there stay one sequence. When one of them is larger than
 * the peer's frames rhea sends them, in fragments.
 */
export function sendDeliveries(
  connection: Connection,
  session: Session,
  sender: Sender,
  deliveries: readonly Delivery[],
  write: (bytes: Buffer) => void,
): void {
  const limit = peerFrameLimit(connection);
  if (deliveries.some(({ length }) => length + HEAD_BYTES > limit)) {
    for (const delivery of deliveries) {
      const message = Buffer.allocUnsafe(delivery.length);
      delivery.write(message, 0);
      sender.send(message, undefined, 0);
    }
    return;
  }
  const bytes = Buffer.allocUnsafe(deliveries.reduce((sum, { length }) => sum + length + HEAD_BYTES, 0));
  const { local, outgoing } = sessionInternals(session);
  const link = senderInternals(sender);
  let at = 0;
  for (const delivery of deliveries) {
    writeHead(bytes, at, delivery.length + HEAD_BYTES, local.channel, link.local.handle, outgoing.next_delivery_id++);
    delivery.write(bytes, at + HEAD_BYTES);
    at += delivery.length + HEAD_BYTES;
  }
  outgoing.next_pending_delivery += deliveries.length;
  outgoing.next_transfer_id += deliveries.length;
  outgoing.window -= deliveries.length;
  link.credit -= deliveries.length;
  link.delivery_count += deliveries.length;
  write(bytes);
}

function writeHead(
  target: Buffer,
  at: number,
  frameBytes: number,
  channel: number,
  handle: number,
  deliveryId: number,
): void {
  const id = deliveryId >>> 0;
  target.writeUInt32BE(frameBytes, at);
  target.writeUInt16BE(0x0200, at + 4);
  target.writeUInt16BE(channel, at + 6);
  target.writeUInt32BE(0x005314c0, at + 8);
  target.writeUInt16BE(0x1305, at + 12);
  target.writeUInt8(0x70, at + 14);
  target.writeUInt32BE(handle, at + 15);
  target.writeUInt8(0x70, at + 19);
  target.writeUInt32BE(id, at + 20);
  target.writeUInt16BE(0xa004, at + 24);
  target.writeUInt32BE(id, at + 26);
  target.writeUInt16BE(0x4341, at + 30);
}
