import { createHash } from 'node:crypto';
import type { ExportEvent } from '../core/fanout/exportEvent';
import type { StoredAction } from '../model/automation';
import type { OutboxDocument } from '../model/documents/outbox';
import type { RunDocument } from '../model/documents/runs';
import { Rejected } from '../model/rejected';
import type { Delivery, DeliveryResult, Sink, SinkIo } from './delivery';
import type { DeliveryMessage, OutboxReference } from './ports/queues';
import type { Ports } from './ports';

export interface DeliverUnits {
  sinks: Sink[];
  eventsOf(document: OutboxDocument): ExportEvent[];
  network: Omit<SinkIo, 'secret'>;
  maxAttempts: number;
}

export interface DeliverSummary {
  delivered: number;
  again: number;
  parked: number;
}

interface Item {
  reference: OutboxReference;
  delivery: Delivery;
}

const nothing: DeliverSummary = { delivered: 0, again: 0, parked: 0 };

/** Queue messages may wait at most 7 days; an hour between late attempts is enough. */
const maxDelaySeconds = 3600;

/**
 * Sends one message's events to its destination. What may succeed later goes back to the queue with a growing delay; what
 * cannot, or failed too often, is parked with its reason. An automation that was removed or switched off gets nothing.
 */
export async function deliver(
  ports: Pick<Ports, 'now' | 'settings' | 'findings' | 'secrets' | 'runs' | 'deliveries'>,
  units: DeliverUnits,
  message: DeliveryMessage,
): Promise<DeliverSummary> {
  const found = await ports.settings.automation(message.automationId);
  const action = found?.automation.actions[message.action];
  const sink = units.sinks.find(({ actionType }) => actionType === action?.actionType);
  if (!found || !action || !sink || !found.automation.isEnabled) return nothing;

  const { items, missing } = await itemsOf(ports, units, sink, message);
  const results = await attempt(ports, units, sink, action, items);
  const outcomes: Outcome[] = [...items.map((item, at) => ({ item, result: results[at]! })), ...missing];
  const failed = outcomes.flatMap(({ item, result }) => (result.ok ? [] : [{ item, result }]));
  const again = failed.filter(({ result }) => result.retryable && message.attempt < units.maxAttempts);
  const parked = failed.filter((failure) => !again.includes(failure));
  const sent = outcomes.filter(({ result }) => result.ok);
  const run = runWriter(ports, found.workspaceId, message, action);

  if (sent.length > 0) await run('Succeeded', sent);
  for (const failure of parked) await run('Parked', [failure]);
  if (again.length > 0) {
    await run('Failed', again);
    const wait = Math.max(...again.map(({ result }) => result.retryAfterSeconds ?? 0), 2 ** message.attempt);
    const outbox = merged(again.map(({ item }) => item.reference));
    await ports.deliveries.send({ ...message, attempt: message.attempt + 1, outbox }, Math.min(wait, maxDelaySeconds));
  }
  return { delivered: sent.length, again: again.length, parked: parked.length };
}

interface Outcome {
  item: Item;
  result: DeliveryResult;
}

/** Another instance may see the outbox document a moment later than the one that sent the message; after 7 days it is gone. */
const notReadable: DeliveryResult = { ok: false, retryable: true, reason: 'The event is not kept any more' };

async function itemsOf(
  ports: Pick<Ports, 'findings'>,
  units: DeliverUnits,
  sink: Sink,
  message: DeliveryMessage,
): Promise<{ items: Item[]; missing: Outcome[] }> {
  const items: Item[] = [];
  const missing: Outcome[] = [];
  for (const reference of message.outbox) {
    const document = await ports.findings.outbox(reference, reference.id);
    if (!document) {
      missing.push({ item: { reference, delivery: { deliveryId: reference.id, body: {} } }, result: notReadable });
      continue;
    }
    const wanted = units.eventsOf(document).filter(({ key }) => reference.keys.includes(key));
    for (const event of wanted) {
      const deliveryId = deliveryIdOf(document, event, message);
      items.push({
        reference: { ...reference, keys: [event.key] },
        delivery: { deliveryId, body: sink.payload(event) },
      });
    }
  }
  return { items, missing };
}

function deliveryIdOf(
  { rootId, itemId, version }: OutboxDocument,
  event: ExportEvent,
  message: DeliveryMessage,
): string {
  const parts = [rootId, itemId, version, event.source, event.key, message.automationId.toLowerCase(), message.action];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

async function attempt(
  ports: Pick<Ports, 'secrets'>,
  units: DeliverUnits,
  sink: Sink,
  action: StoredAction,
  items: Item[],
): Promise<DeliveryResult[]> {
  const fail = (retryable: boolean, reason: string): DeliveryResult[] =>
    items.map(() => ({ ok: false, retryable, reason }));
  if (items.length === 0) return [];
  let secret: string | undefined;
  try {
    secret = action.secretId === undefined ? undefined : await ports.secrets.open(action.secretId);
  } catch (error) {
    // Our own store being out of reach says nothing of the destination: the queue brings the message again.
    if (!(error instanceof Rejected)) throw error;
    return fail(false, error.message);
  }
  try {
    const deliveries = items.map(({ delivery }) => delivery);
    const results = await sink.send({ ...units.network, secret }, action, deliveries);
    return results.map((result) => (result.ok ? result : { ...result, reason: without(secret, result.reason) }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(!(error instanceof Rejected), without(secret, message));
  }
}

/** Reasons are stored and shown: whatever a library quotes, the secret does not come out. */
const without = (secret: string | undefined, reason: string): string =>
  secret ? reason.replaceAll(secret, '(secret)') : reason;

function runWriter(
  ports: Pick<Ports, 'now' | 'runs'>,
  workspaceId: string,
  message: DeliveryMessage,
  action: StoredAction,
) {
  return async (status: RunDocument['status'], outcomes: Outcome[]): Promise<void> => {
    const { result } = outcomes[0]!;
    const items = outcomes.map(({ item }) => item);
    const at = ports.now().toISOString();
    const deliveries = items.map(({ delivery }) => delivery.deliveryId);
    await ports.runs.save({
      id: `${status}|${message.attempt}|${deliveries[0]}`,
      kind: 'run',
      workspaceId,
      automationId: message.automationId.toLowerCase(),
      day: at.slice(0, 10),
      at,
      status,
      action: action.actionType,
      actionIndex: message.action,
      attempt: message.attempt,
      deliveries,
      outbox: merged(items.map(({ reference }) => reference)),
      ...(result.httpStatus !== undefined && { httpStatus: result.httpStatus }),
      ...(!result.ok && { reason: result.reason }),
    });
  };
}

function merged(references: OutboxReference[]): OutboxReference[] {
  const byId = new Map<string, OutboxReference>();
  for (const reference of references) {
    const key = `${reference.rootId}|${reference.id}`;
    byId.set(key, { ...reference, keys: [...(byId.get(key)?.keys ?? []), ...reference.keys] });
  }
  return [...byId.values()];
}
