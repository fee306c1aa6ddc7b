import type { Source } from '../../ingest/source';
import { decode } from '../../ingest/decode';
import { normalise } from '../../ingest/normalise';
import type { EventsOf } from './detectionEntries';

const machine =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1';

/** Reads bodies as if a machine that nobody owns had sent them, one message each. `sources` in the order they are asked. */
export function exampleEvents(sources: Source[]): EventsOf {
  return (bodies) =>
    bodies.flatMap((body, sequence) => {
      const context = { enqueuedAt: '2026-03-02T12:00:00.000Z', resourceId: machine, position: `0/${sequence}` };
      return normalise(decode(Buffer.from(body)).records, context, sources).events.map(({ event }) => event);
    });
}
