import { alertFromFinding } from '../../../shared/core/alert/alertFromFinding';
import { alertId, outboxId, partitionOf } from '../../../shared/core/documentIds';
import type { Alert, Intent } from '../../../shared/model/alert';
import type { AlertDocument } from '../../../shared/model/documents/findings';
import type { OutboxDocument } from '../../../shared/model/documents/outbox';
import { finding } from '../../core/alert/finding';
import type { MemoryPorts } from '../../doubles/memoryPorts';

export interface AlertSketch {
  machine: number;
  account: number | undefined;
  address: number | undefined;
  rule: number;
  hour: number;
}

const intents: Intent[] = ['InitialAccess', 'Execution', 'Persistence', 'CredentialAccess', 'Unknown'];
export const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg';
const machines = `${group}/providers/Microsoft.Compute/virtualMachines`;

export function alertOf(at: number, { machine, account, address, rule, hour }: AlertSketch): Alert {
  return alertFromFinding(
    {
      ...finding,
      rule: { ...finding.rule, id: `rule-${rule}`, alertType: `Type_${rule}`, intent: intents[rule]! },
      entityKey: `alert ${at}`,
      time: new Date(Date.UTC(2026, 10, 1, hour, at)).toISOString(),
      resourceId: `${machines}/vm-${machine}`,
      compromisedEntity: `vm-${machine}`,
      entities: [
        ...(account === undefined
          ? []
          : [{ type: 'account' as const, name: `user${account}`, upnSuffix: 'example.com' }]),
        ...(address === undefined ? [] : [{ type: 'ip' as const, address: `203.0.113.${address}` }]),
      ],
      eventIds: [`event-${at}`],
    },
    { location: 'centralus', now: '2026-11-21T12:00:00.000Z' },
  );
}

/** The documents of an alert that was just raised. */
export function createdAlert(
  at: number,
  sketch: AlertSketch,
  changes: Partial<Alert> = {},
): [AlertDocument, OutboxDocument] {
  const alert = { ...alertOf(at, sketch), ...changes };
  const id = alertId(alert.guid);
  const shared = { ...partitionOf(alert.resourceId), workspaceId: 'main', resourceId: alert.resourceId, version: 1 };
  return [
    { ...shared, id, kind: 'alert', alert },
    {
      ...shared,
      id: outboxId(id, 1),
      kind: 'outbox',
      itemId: id,
      at: '2026-11-21T12:00:00.000Z',
      item: { of: 'alert', change: 'created', alert },
    },
  ];
}

/** Incidents in the store, by start and guid. */
export const incidentsOf = (world: MemoryPorts): Alert[] =>
  world
    .findings()
    .flatMap((one) => (one.kind === 'alert' && one.alert.isIncident ? [one.alert] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
