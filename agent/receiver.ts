import { doorReceiver, type DoorAddress } from './door/doorReceiver';
import { closeProducer, openProducer, type HubAddress } from './openProducer';
import type { AgentRecord } from './record';
import { sendRecords } from './sendRecords';

/** Where records go. */
export interface Receiver {
  /** Returns once the records are safe there; throws when they are not. */
  deliver: (records: AgentRecord[], stop: AbortSignal) => Promise<void>;
  close: () => Promise<void>;
}

interface MaybeDoor {
  ingestUrl?: string | undefined;
  workspaceId?: string | undefined;
}

/** Where the settings lead to: the ingest door when they name it, else the hub itself. */
export async function receiverOf(
  address: HubAddress & Omit<DoorAddress, 'ingestUrl' | 'workspaceId'> & MaybeDoor,
): Promise<Receiver> {
  const { ingestUrl, workspaceId } = address;
  return ingestUrl !== undefined && workspaceId !== undefined
    ? doorReceiver({ ...address, ingestUrl, workspaceId })
    : hubReceiver(address);
}

async function hubReceiver(address: HubAddress): Promise<Receiver> {
  const producer = await openProducer(address);
  return {
    deliver: (records, stop) => sendRecords(producer, records, stop),
    close: () => closeProducer(producer),
  };
}

/** One JSON object a line. */
export function printReceiver(out: (text: string) => void): Receiver {
  return {
    deliver: async (records) => records.forEach((record) => out(`${JSON.stringify(record)}\n`)),
    close: async () => undefined,
  };
}
