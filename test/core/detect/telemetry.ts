import type { JsonObject } from '../../../shared/model/json';
import type { TelemetryEvent } from '../../../shared/model/telemetryEvent';

/** A Windows process event; `changes` replace members of the event, `fields` those of the record. */
export function processEvent(fields: JsonObject, changes: Partial<TelemetryEvent> = {}): TelemetryEvent {
  return {
    id: 'event-1',
    source: 'windowsProcess',
    time: '2026-03-02T08:00:00.000Z',
    timeOrigin: 'record',
    resourceId:
      '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
    logSource: { product: 'windows', category: 'process_creation' },
    entities: [{ type: 'host', hostName: 'vm-1.example.com' }],
    fields,
    ...changes,
  };
}
