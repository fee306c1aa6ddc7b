import type { TelemetryEvent } from '../../model/telemetryEvent';
import type { Row, Schema } from './schema';
import type { Value } from './value';

/** Columns of every table. Any other name is looked up in `Fields`, which holds what the sender sent. */
export const eventSchema: Schema = {
  columns: [
    'TimeGenerated',
    'Source',
    'ResourceId',
    'EventId',
    'Host',
    'Account',
    'Address',
    'Fields',
    'Entities',
    'Hosts',
    'Accounts',
    'Addresses',
  ],
  hidden: new Set(['Entities', 'Hosts', 'Accounts', 'Addresses']),
  fieldsAt: 7,
};

/** `Host`, `Account` and `Address` are the first of the event's entities of that kind, the plural columns all of them. */
export function eventRow(event: TelemetryEvent): Row {
  const [hosts, accounts, addresses]: [Value[], Value[], Value[]] = [[], [], []];
  for (const entity of event.entities) {
    if (entity.type === 'host') hosts.push(entity.hostName);
    else if (entity.type === 'account') accounts.push(entity.name);
    else if (entity.type === 'ip') addresses.push(entity.address);
  }
  return [
    new Date(event.time),
    event.source,
    event.resourceId,
    event.id,
    hosts[0] ?? null,
    accounts[0] ?? null,
    addresses[0] ?? null,
    event.fields as Value,
    event.entities as unknown as Value,
    hosts,
    accounts,
    addresses,
  ];
}
