const hour = 3_600_000;

/**
 * True when the snapshot that was judged is older than the recommendation allows. A time that cannot be read is stale:
 * nobody knows its age.
 */
export function isStale(observedAt: string, freshnessHours: number, now: Date): boolean {
  const age = now.getTime() - Date.parse(observedAt);
  return !(age <= freshnessHours * hour);
}

/** Since when (ISO) it is: the end of its time, or now where that cannot be read. Undefined while it is fresh. */
export function staleSince(observedAt: string, freshnessHours: number, now: Date): string | undefined {
  if (!isStale(observedAt, freshnessHours, now)) return undefined;
  const end = Date.parse(observedAt) + freshnessHours * hour;
  return new Date(Number.isNaN(end) ? now.getTime() : end).toISOString();
}
