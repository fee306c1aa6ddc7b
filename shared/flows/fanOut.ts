import type { ExportEvent } from '../core/fanout/exportEvent';
import { matches } from '../core/fanout/match';
import { mayExport } from '../core/workspace/exports';
import type { AutomationDocument } from '../model/documents/settings';
import type { FindingDocument } from '../model/documents/findings';
import type { OutboxDocument } from '../model/documents/outbox';
import type { Workspace } from '../model/workspace';
import type { Sink } from './delivery';
import type { DeliveryMessage, OutboxReference } from './ports/queues';
import type { Ports } from './ports';

export interface FanOutSummary {
  outbox: number;
  events: number;
  messages: number;
}

/**
 * Reads a batch of the findings feed, keeps the outbox documents and asks every automation of their subscriptions which
 * events it wants, unless the workspace of an item exports to others only. Sends one message per destination and piece of at most `batchSize` events. A repeated feed batch sends
 * the same deliveries again: their ids are the same.
 */
export async function fanOut(
  ports: Pick<Ports, 'settings' | 'workspaces' | 'deliveries'>,
  eventsOf: (document: OutboxDocument) => ExportEvent[],
  sinks: Sink[],
  documents: FindingDocument[],
): Promise<FanOutSummary> {
  const outbox = documents.filter((document): document is OutboxDocument => document.kind === 'outbox');
  const summary: FanOutSummary = { outbox: outbox.length, events: 0, messages: 0 };
  if (outbox.length === 0) return summary;
  const workspaces = new Map((await ports.workspaces.list()).map(({ workspace }) => [workspace.id, workspace]));
  for (const [subscriptionId, group] of bySubscription(outbox)) {
    const automations = await ports.settings.automations(subscriptionId);
    const events = group.flatMap((document) => eventsOf(document).map((event) => ({ document, event })));
    summary.events += events.length;
    const messages = automations.flatMap((automation) => messagesFor(automation, events, sinks, workspaces));
    for (const message of messages) await ports.deliveries.send(message);
    summary.messages += messages.length;
  }
  return summary;
}

interface Happening {
  document: OutboxDocument;
  event: ExportEvent;
}

function messagesFor(
  { automation }: AutomationDocument,
  events: Happening[],
  sinks: Sink[],
  workspaces: ReadonlyMap<string, Workspace>,
): DeliveryMessage[] {
  const wanted = events.filter(
    ({ document, event }) =>
      matches(automation, event) && mayExport(workspaces.get(document.workspaceId), automation.id),
  );
  return automation.actions.flatMap(({ actionType }, action) => {
    const size = sinks.find((sink) => sink.actionType === actionType)?.batchSize ?? 1;
    return piecesOf(wanted, size, automation.id.length).map((piece) => ({
      automationId: automation.id,
      action,
      attempt: 1,
      outbox: referencesOf(piece),
    }));
  });
}

/** A queue message holds 64 KB after base64: ids of up to 100 events may need more than one. */
const maxMessageBytes = 46_000;

/** Pieces of at most `size` events whose ids, together with `base` bytes, fit into one message. */
function piecesOf(items: Happening[], size: number, base: number): Happening[][] {
  const pieces: Happening[][] = [];
  let bytes = Infinity;
  for (const item of items) {
    const own = bytesOf(item);
    if (bytes + own > maxMessageBytes || pieces.at(-1)!.length >= size) {
      pieces.push([]);
      bytes = 3 * base + 100;
    }
    pieces.at(-1)!.push(item);
    bytes += own;
  }
  return pieces;
}

const bytesOf = ({ document: { subscriptionId, rootId, id }, event: { key } }: Happening): number =>
  Buffer.byteLength(JSON.stringify({ subscriptionId, rootId, id, keys: [key] })) + 1;

function referencesOf(piece: Happening[]): OutboxReference[] {
  const references = new Map<string, OutboxReference>();
  for (const { document, event } of piece) {
    const { subscriptionId, rootId, id } = document;
    const known = references.get(`${rootId}|${id}`);
    if (known) known.keys.push(event.key);
    else references.set(`${rootId}|${id}`, { subscriptionId, rootId, id, keys: [event.key] });
  }
  return [...references.values()];
}

function bySubscription(documents: OutboxDocument[]): Map<string, OutboxDocument[]> {
  const groups = new Map<string, OutboxDocument[]>();
  for (const document of documents) {
    groups.set(document.subscriptionId, [...(groups.get(document.subscriptionId) ?? []), document]);
  }
  return groups;
}
