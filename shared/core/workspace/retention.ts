import type { Workspace } from '../../model/workspace';

/** Seconds in hot storage of what is no telemetry of a machine, unless its workspace keeps all sources (feature C5). */
const otherSeconds = 48 * 3600;
const daySeconds = 24 * 3600;

export interface Retention {
  /** Time to live of a page. */
  ttl: number;
  /** It outlives hot storage in the archive. */
  archived: boolean;
}

export function retentionOf({ hotDays, retentionDays, keepAllSources }: Workspace, ofMachine: boolean): Retention {
  if (!ofMachine && !keepAllSources) return { ttl: otherSeconds, archived: false };
  return { ttl: hotDays * daySeconds, archived: retentionDays > hotDays };
}

/** Hours of arrival (ISO) before which archived telemetry of a workspace is to go. */
export function archiveCutoff(
  { retentionDays, keepAllSources }: Pick<Workspace, 'retentionDays' | 'keepAllSources'>,
  now: Date,
): { machines: string; others: string } {
  const hourBefore = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString().slice(0, 13);
  const machines = hourBefore(retentionDays * daySeconds);
  return { machines, others: keepAllSources ? machines : hourBefore(otherSeconds) };
}
