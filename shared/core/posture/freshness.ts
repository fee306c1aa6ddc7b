const hour = 3_600_000;

/**
 * True when the snapshot that was judged is older than the recommendation allows. A time that cannot be read is stale:
 * nobody knows its age.
 */
export function isStale(observedAt: string, freshnessHours: number, now: Date): boolean {
  const age = now.getTime() - Date.parse(observedAt);
  return !(age <= freshnessHours * hour);
}
