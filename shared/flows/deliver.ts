import { createHash } from 'node:crypto';
import type { ExportEvent } from '../core/fanout/exportEvent';
import type { StoredAction } from '../model/automation';
import type { OutboxDocument, RunDocument } from '../model/documents';
import { Rejected } from '../model/rejected';
import type { Delivery, DeliveryResult, Sink, SinkIo } from './delivery';
import type { DeliveryMessage, OutboxReference, Ports } from './ports';

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

  const items = await itemsOf(ports, units, sink, message);
  const results = await attempt(ports, units, sink, action, items);
  const failed = items.flatMap((item, at) => {
    const result = results[at]!;
    return result.ok ? [] : [{ item, result }];
  });
  const again = failed.filter(({ result }) => result.retryable && message.attempt < units.maxAttempts);
  const parked = failed.filter((failure) => !again.includes(failure));
  const run = runWriter(ports, found.workspaceId, message, action);

  const sent = items.filter((_, at) => results[at]!.ok);
  if (sent.length > 0)
    await run(
      'Succeeded',
      sent,
      results.find(({ ok }) => ok)!,
    );
  for (const { item, result } of parked) await run('Parked', [item], result);
  if (again.length > 0) {
    await run(
      'Failed',
      again.map(({ item }) => item),
      again[0]!.result,
    );
    const wait = Math.max(...again.map(({ result }) => result.retryAfterSeconds ?? 0), 2 ** message.attempt);
    const outbox = merged(again.map(({ item }) => item.reference));
    await ports.deliveries.send({ ...message, attempt: message.attempt + 1, outbox }, Math.min(wait, maxDelaySeconds));
  }
  return { delivered: sent.length, again: again.length, parked: parked.length };
}

async function itemsOf(
  ports: Pick<Ports, 'findings'>,
  units: DeliverUnits,
  sink: Sink,
  message: DeliveryMessage,
): Promise<Item[]> {
  const items: Item[] = [];
  for (const reference of message.outbox) {
    const document = await ports.findings.outbox(reference, reference.id);
    if (!document) throw new Error(`The outbox document ${reference.id} is not there yet`);
    const wanted = units.eventsOf(document).filter(({ key }) => reference.keys.includes(key));
    for (const event of wanted) {
      const deliveryId = deliveryIdOf(document, event, message);
      items.push({
        reference: { ...reference, keys: [event.key] },
        delivery: { deliveryId, body: sink.payload(event) },
      });
    }
  }
  return items;
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
  let secret: string | undefined;
  try {
    secret = action.secretId === undefined ? undefined : await ports.secrets.open(action.secretId);
    const deliveries = items.map(({ delivery }) => delivery);
    return await sink.send({ ...units.network, secret }, action, deliveries);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Reasons are stored and shown: whatever a library quotes, the secret does not come out.
    const reason = secret ? message.replaceAll(secret, '(secret)') : message;
    return items.map(() => ({ ok: false, retryable: !(error instanceof Rejected), reason }));
  }
}

function runWriter(
  ports: Pick<Ports, 'now' | 'runs'>,
  workspaceId: string,
  message: DeliveryMessage,
  action: StoredAction,
) {
  return async (status: RunDocument['status'], items: Item[], result: DeliveryResult): Promise<void> => {
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
