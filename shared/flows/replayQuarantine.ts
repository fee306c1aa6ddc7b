import { replayBody } from '../core/ingest/replayBody';
import { replayOfProperty } from '../core/ingest/replayedProperties';
import type { QuarantineFilter, StoredQuarantineEntry } from '../model/quarantine';
import { Rejected } from '../model/rejected';
import { eachOf } from './eachOf';
import { deliveryMessageSchema, workMessageSchema } from './messages';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';

export type ReplayPorts = Pick<Ports, 'now' | 'quarantineEntries' | 'telemetryHub' | 'work' | 'deliveries'>;

export interface ReplayOutcome {
  id: string;
  outcome: 'replayed' | 'alreadyReplayed' | 'refused' | 'gone';
  /** Why it was refused. */
  detail?: string;
}

/** More than any body that ingest takes. */
const maxRawBytes = 64 * 1024 * 1024;

/**
 * Sends an entry on its way once more, as it came: to the same hub partition, where a second replay is recognised as a resend. Then
 * the entry is marked; one that bears the mark is left alone unless `again`.
 */
export async function replayEntry(ports: ReplayPorts, id: string, again: boolean): Promise<ReplayOutcome> {
  const entry = await ports.quarantineEntries.get(id, maxRawBytes);
  if (!entry) return { id, outcome: 'gone' };
  if (entry.replayedAt !== undefined && !again) return { id, outcome: 'alreadyReplayed' };
  try {
    await resend(ports, entry);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { id, outcome: 'refused', detail: error.message };
  }
  try {
    await ports.quarantineEntries.markReplayed(entry, ports.now().toISOString());
  } catch (error) {
    // Somebody replayed it at the same time: one of both is a repeat.
    if (!(error instanceof Conflict)) throw error;
  }
  return { id, outcome: 'replayed' };
}

/** Replays what matches and was not replayed, up to `top` entries; `more` says that others may be left. */
export async function replayMatching(
  ports: ReplayPorts,
  filter: QuarantineFilter,
  top: number,
): Promise<{ outcomes: ReplayOutcome[]; more: boolean }> {
  const { items, continuation } = await ports.quarantineEntries.list({ ...filter, replayed: false }, { top });
  const outcomes: ReplayOutcome[] = [];
  await eachOf(items, 8, async ({ id }) => outcomes.push(await replayEntry(ports, id, false)));
  return { outcomes, more: continuation !== undefined };
}

async function resend(ports: ReplayPorts, entry: StoredQuarantineEntry & { raw: Buffer }): Promise<void> {
  const queue = /^queue-(work|deliveries)-/.exec(entry.hubPartition)?.[1];
  if (queue !== undefined) return resendToQueue(ports, queue, entry.raw);
  const position = `${entry.hubPartition}/${entry.sequence}/${entry.index}`;
  const { [replayOfProperty]: first = position, ...properties } = entry.properties ?? {};
  await ports.telemetryHub.resend({
    partitionId: entry.hubPartition,
    properties: { ...properties, [replayOfProperty]: first },
    ...(entry.workspaceId !== undefined && { workspaceId: entry.workspaceId }),
    body: replayBody(entry.raw),
  });
}

/** Messages of a queue come without properties. What still has no shape would only be quarantined again. */
async function resendToQueue({ work, deliveries }: ReplayPorts, queue: string, raw: Buffer): Promise<void> {
  const message = parsed(raw);
  const [asWork, asDelivery] = [workMessageSchema.safeParse(message), deliveryMessageSchema.safeParse(message)];
  if (queue === 'work' && asWork.success) return work.send(asWork.data);
  if (queue === 'deliveries' && asDelivery.success) return deliveries.send(asDelivery.data);
  throw new Rejected('MessageInvalid', `The message does not have the shape that the queue ${queue} takes`);
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
