import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { armId } from '../../model/automation';
import { Rejected } from '../../model/rejected';
import type { ActionForm, Delivery, DeliveryResult, PostAnswer, Sink, SinkIo } from '../../flows/delivery';

/** Answers a workflow or webhook may give for "take it": Logic Apps answer 202. */
const accepted = new Set([200, 201, 202, 204]);
const retryable = (status: number): boolean => status === 408 || status === 429 || status >= 500;

const form: ActionForm = {
  members: z.object({ logicAppResourceId: armId }),
  target: 'logicAppResourceId',
  secret: 'uri',
  secretNeeded: "the callback URL of the workflow's trigger is required",
  hostOf(uri) {
    const url = URL.canParse(uri) ? new URL(uri) : undefined;
    if (url && ['https:', 'http:'].includes(url.protocol)) return url.hostname;
    throw new Rejected('InvalidUri', 'must be an absolute https or http URL');
  },
  sendsAsItself: () => false,
};

/**
 * Posts the exported event to the callback URI of a Logic App trigger. The URI carries the workflow's own signature, so
 * it is a secret: it never appears in results, and the body is signed with it, so that a receiver can check the sender.
 */
export const action: Sink = {
  actionType: 'LogicApp',
  form,
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
  let answer: PostAnswer;
  try {
    answer = await io.post(io.secret, headers, text);
  } catch (error) {
    return failureOf(error);
  }
  if (accepted.has(answer.status)) return { ok: true, httpStatus: answer.status };
  return {
    ok: false,
    retryable: retryable(answer.status),
    reason: `The workflow answered ${answer.status}`,
    httpStatus: answer.status,
    ...(answer.retryAfterSeconds !== undefined && { retryAfterSeconds: answer.retryAfterSeconds }),
  };
}

/** Nobody answered, or the target is not allowed: a result of this delivery alone. */
const failureOf = (error: unknown): DeliveryResult => ({
  ok: false,
  retryable: !(error instanceof Rejected),
  reason: error instanceof Error ? error.message : String(error),
});
