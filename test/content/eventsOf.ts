import { sources } from '../../content/sources.generated';
import { decode } from '../../shared/core/ingest/decode';
import { normalise, sortSources } from '../../shared/core/ingest/normalise';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';

const sorted = sortSources(sources);
const machine =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1';

/** The events that raw bodies become on their way through the hub, in order. */
export function eventsOf(bodies: string[]): TelemetryEvent[] {
  return bodies.flatMap((body, sequence) => {
    const context = { enqueuedAt: '2026-03-02T12:00:00.000Z', resourceId: machine, position: `0/${sequence}` };
    return normalise(decode(Buffer.from(body)).records, context, sorted).events.map(({ event }) => event);
  });
}
