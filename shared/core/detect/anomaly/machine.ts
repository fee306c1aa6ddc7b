import type { Entity } from '../../../model/entity';
import type { TelemetryEvent } from '../../../model/telemetryEvent';

/** The machine that an event is of, as a detector keys its memory and an alert names it. */
export interface Machine {
  key: string;
  name: string;
  entities: Entity[];
}

/** One resource may forward what many machines say: both names make the key. Undefined when the event names neither. */
export function machineOf({ resourceId, entities }: TelemetryEvent): Machine | undefined {
  const host = entities.find((entity) => entity.type === 'host');
  const name = host?.hostName || resourceId.split('/').at(-1) || '';
  if (name === '') return undefined;
  return { key: `${resourceId}|${host?.hostName ?? ''}`.toLowerCase(), name, entities: host ? [host] : [] };
}

/** A machine that flow logs know by its address; addresses are unique within what the log is of. */
export const addressAt = (resourceId: string, address: string): Machine => ({
  key: `${resourceId}|${address}`.toLowerCase(),
  name: address,
  entities: [{ type: 'ip', address }],
});
