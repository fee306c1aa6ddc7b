import { earliestEventPosition, EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { setTimeout as pause } from 'node:timers/promises';

export interface HubReader {
  events: ReceivedEventData[];
  /** Waits until so many are there, and a little longer for one too many. */
  until(count: number): Promise<ReceivedEventData[]>;
  close(): Promise<void>;
}

/** Reads a hub from its beginning. */
export function readHub(connectionString: string, hub: string): HubReader {
  const events: ReceivedEventData[] = [];
  const errors: Error[] = [];
  const client = new EventHubConsumerClient('$Default', connectionString, hub);
  const subscription = client.subscribe(
    {
      processEvents: async (received) => void events.push(...received),
      processError: async (error) => void errors.push(error),
    },
    { startPosition: earliestEventPosition, maxWaitTimeInSeconds: 1 },
  );
  return {
    events,
    async until(count) {
      while (events.length < count && errors.length === 0) await pause(10);
      if (errors[0]) throw errors[0];
      await pause(50);
      return events;
    },
    async close() {
      await subscription.close();
      await client.close();
    },
  };
}
