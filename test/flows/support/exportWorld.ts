import { automationDocumentKey } from '../../../shared/core/documentIds';
import type { ExportEvent } from '../../../shared/core/fanout/exportEvent';
import type { Delivery, DeliveryResult, Sink } from '../../../shared/flows/delivery';
import type { Automation, StoredAction } from '../../../shared/model/automation';
import type { AutomationDocument } from '../../../shared/model/documents/settings';
import type { OutboxDocument } from '../../../shared/model/documents/outbox';
import { alertFromFinding } from '../../../shared/core/alert/alertFromFinding';
import { sink as eventHub } from '../../../shared/adapters/sinks/eventHub';
import { finding } from '../../core/alert/finding';
import { machine, subscription } from './ingestWorld';

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const hubAction: StoredAction = {
  actionType: 'EventHub',
  eventHubResourceId: `${group}/providers/Microsoft.EventHub/namespaces/siem/eventhubs/export`,
  secretId: 'hub-secret',
};
export const workflowAction: StoredAction = {
  actionType: 'LogicApp',
  logicAppResourceId: `${group}/providers/Microsoft.Logic/workflows/mail`,
  secretId: 'workflow-secret',
};

export function automationOf(name: string, changes: Partial<Automation> = {}): AutomationDocument {
  const id = `${group}/providers/Microsoft.Security/automations/${name}`;
  return {
    ...automationDocumentKey(id),
    kind: 'automation',
    workspaceId: 'default',
    automation: {
      id,
      name,
      etag: '"1"',
      isEnabled: true,
      scopes: [{ scopePath: `/subscriptions/${subscription}` }],
      sources: [{ eventSource: 'Alerts', ruleSets: [] }],
      actions: [hubAction],
      createdAt: '2026-11-21T00:00:00Z',
      ...changes,
    },
  };
}

/** An outbox document about a new alert; `at` tells several apart. */
export function outboxOf(at: number, changes: Partial<OutboxDocument> = {}): OutboxDocument {
  const one = { ...finding, entityKey: `entity-${at}`, eventIds: [`event-${at}`] };
  const alert = alertFromFinding(one, { location: 'local', now: '2026-11-21T08:00:00.000Z' });
  return {
    id: `outbox|alert|${alert.guid}|1`,
    kind: 'outbox',
    workspaceId: 'default',
    subscriptionId: subscription,
    rootId: machine.toLowerCase(),
    resourceId: machine,
    itemId: `alert|${alert.guid}`,
    version: 1,
    at: '2026-11-21T08:00:00.000Z',
    item: { of: 'alert', change: 'created', alert },
    ...changes,
  };
}

/** The events of a document, two of them: `a` and `b`. */
export const twoEventsOf = ({ id, resourceId }: OutboxDocument): ExportEvent[] =>
  ['a', 'b'].map((key) => ({ key, source: 'Alerts', resourceId, payload: { id, key } }));

/** A sink that answers as told and remembers what it was given. */
export function recordingSink(
  answer: (delivery: Delivery, attempt: number) => DeliveryResult = () => ({ ok: true }),
  changes: Partial<Sink> = {},
): { sink: Sink; sent: Delivery[][]; secrets: (string | undefined)[] } {
  const sent: Delivery[][] = [];
  const secrets: (string | undefined)[] = [];
  const sink: Sink = {
    actionType: 'EventHub',
    form: eventHub.form,
    batchSize: 100,
    payload: ({ payload }) => payload,
    send: async ({ secret }, _, deliveries) => {
      secrets.push(secret);
      sent.push(deliveries);
      return deliveries.map((delivery) => answer(delivery, sent.length));
    },
    ...changes,
  };
  return { sink, sent, secrets };
}
