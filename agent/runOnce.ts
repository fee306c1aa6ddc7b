import { collectAudit } from './audit/collectAudit';
import { collectAll, type Collection } from './collect';
import type { Positions } from './positions';
import type { AgentRecord } from './record';

export interface Run {
  root?: string | undefined;
  resourceId: string;
  logPath?: string | undefined;
  positions: Positions;
  now: () => Date;
  /** Returns once the records are safe at the receiver; throws when they are not. */
  deliver: (records: AgentRecord[]) => Promise<void>;
}

export interface RunSummary {
  records: number;
  /** Bytes of the audit log still to be read. */
  behind: number;
}

/** Readings of the audit log in one run: 64 of 8 MB, before the facts grow old. */
const mostReadings = 64;

/** One collection, delivered; the place in the audit log moves on only after that, so nothing is lost in between. */
export async function runOnce(run: Run): Promise<RunSummary> {
  const { root, resourceId, logPath, positions, now } = run;
  const first = await collectAll({ root, resourceId, logPath, now: now(), position: await positions.load() });
  let { behind } = await deliverAndKeep(run, first);
  let records = first.records.length;
  for (let reading = 1; behind > 0 && reading < mostReadings; reading += 1) {
    const next = collectAudit({ root, resourceId, now: now(), position: await positions.load() });
    ({ behind } = await deliverAndKeep(run, next));
    records += next.records.length;
  }
  return { records, behind };
}

async function deliverAndKeep({ deliver, positions }: Run, collection: Collection): Promise<Collection> {
  await deliver(collection.records);
  if (collection.position !== undefined) await positions.save(collection.position);
  return collection;
}
