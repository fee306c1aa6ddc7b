import { createHash } from 'node:crypto';
import { packRecords } from '../../core/ingest/pull/packRecords';
import type { QuarantineReason } from '../../model/quarantineReason';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';

const messageBytes = 200_000;

/** Where records come from: of which workspace, and of which part of a reader. */
export interface PulledFrom {
  workspaceId: string;
  /** All records of a part go to one partition of the hub: there a repeat meets the fingerprints of the first time. */
  key: string;
}

/** Sends records (JSON texts) to the telemetry hub, in order. What no message can hold goes to quarantine. */
export async function sendPulled(
  ports: Pick<Ports, 'now' | 'door' | 'quarantine'>,
  from: PulledFrom,
  records: readonly string[],
): Promise<void> {
  const partitionKey = digest(from.key);
  for (const text of packRecords(records, messageBytes)) {
    const body = Buffer.from(text);
    try {
      await ports.door.send({ workspaceId: from.workspaceId, resourceId: '', partitionKey, body });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      await quarantinePulled(ports, from, { code: 'OversizedRecord', reason: error.message, raw: body });
    }
  }
}

/** The same bytes always become the same entry. */
export async function quarantinePulled(
  ports: Pick<Ports, 'now' | 'quarantine'>,
  { workspaceId, key }: PulledFrom,
  { code, reason, raw }: { code: QuarantineReason; reason: string; raw: Buffer },
): Promise<void> {
  const entry = {
    hubPartition: `reader-${digest(key)}-${digest(raw)}`,
    sequence: 0,
    index: -1,
    enqueuedAt: ports.now().toISOString(),
    code,
    reason: `${reason} (read from ${key})`,
    workspaceId,
    raw,
  };
  await ports.quarantine.put([entry]);
}

const digest = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex').slice(0, 32);
