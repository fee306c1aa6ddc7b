import type { HubPartition, ReplayedMessage, TelemetryHub } from '../../../shared/flows/ports/telemetryHub';

/** `ends` is what the hub says of its partitions: change it. */
export function memoryTelemetryHub(): { hub: TelemetryHub; resent: ReplayedMessage[]; ends: HubPartition[] } {
  const resent: ReplayedMessage[] = [];
  const ends: HubPartition[] = [];
  return {
    hub: { partitions: async () => structuredClone(ends), resend: async (message) => void resent.push(message) },
    resent,
    ends,
  };
}
