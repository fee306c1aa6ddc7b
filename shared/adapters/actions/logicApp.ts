import { createHmac } from 'node:crypto';
import type { Delivery, DeliveryResult, Sink, SinkIo } from '../../flows/delivery';

/** Answers a workflow or webhook may give for "take it": Logic Apps answer 202. */
const accepted = new Set([200, 201, 202, 204]);
const retryable = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * Posts the exported event to the callback URI of a Logic App trigger. The URI carries the workflow's own signature, so
 * it is a secret: it never appears in results, and the body is signed with it, so that a receiver can check the sender.
 */
export const action: Sink = {
  actionType: 'LogicApp',
  batchSize: 1,
  payload: ({ payload }) => payload,
  send: (io, _action, deliveries) => Promise.all(deliveries.map((delivery) => post(io, delivery))),
};

async function post(io: SinkIo, { deliveryId, body }: Delivery): Promise<DeliveryResult> {
  if (!io.secret)
    return { ok: false, retryable: false, reason: 'The callback URI of this action is not stored any more' };
  const text = JSON.stringify(body);
  const signature = createHmac('sha256', io.secret).update(text).digest('hex');
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-skywarden-delivery': deliveryId,
    'x-skywarden-signature': `sha256=${signature}`,
  };
  const answer = await io.post(io.secret, headers, text);
  if (accepted.has(answer.status)) return { ok: true, httpStatus: answer.status };
  return {
    ok: false,
    retryable: retryable(answer.status),
    reason: `The workflow answered ${answer.status}`,
    httpStatus: answer.status,
    ...(answer.retryAfterSeconds !== undefined && { retryAfterSeconds: answer.retryAfterSeconds }),
  };
}
